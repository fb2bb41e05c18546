/**
 * The script of `/graphiql`: it runs the selected operation, fills the ids and tokens of the result into the variables
 * and headers, and selects the next operation.
 */
export const graphiqlScript = `'use strict';
(() => {
  const $ = (id) => document.getElementById(id);
  const write = (id, value) => { $(id).value = JSON.stringify(value, undefined, 2); };
  const read = (id) => JSON.parse($(id).value.trim() || '{}');

  function listOperations() {
    const names = [...$('query').value.matchAll(/^\\s*(?:query|mutation)\\s+(\\w+)/gmu)].map((match) => match[1]);
    const selected = $('operation').value;
    $('operation').replaceChildren(...names.map((name) => new Option(name, name, false, name === selected)));
  }

  function remember(data) {
    const variables = read('variables');
    const headers = read('headers');
    for (const [field, value] of Object.entries(data ?? {})) {
      if (value === null) continue;
      if (field === 'products') {
        const variants = value.edges.flatMap(({ node }) => node.variants ?? []);
        const variant = variants.find(({ availability }) => availability !== 'out_of_stock') ?? variants[0];
        if (variant?.id !== undefined) variables.variant = variant.id;
      } else if (field === 'createCart') {
        variables.cart = value.id;
        variables.order = { ...variables.order, cartId: value.id };
        variables.orderKey = crypto.randomUUID();
        if (value.token !== undefined && value.token !== null) headers['X-Cart-Token'] = value.token;
      } else if (field === 'placeOrder') {
        variables.orderId = value.id;
        variables.paymentKey = crypto.randomUUID();
        if (value.token !== undefined && value.token !== null) headers['X-Order-Token'] = value.token;
      } else if (field === 'logIn' || field === 'registerCustomer') {
        if (value.accessToken !== undefined) headers.Authorization = 'Bearer ' + value.accessToken;
      }
    }
    write('variables', variables);
    write('headers', headers);
  }

  async function run() {
    const operationName = $('operation').value;
    try {
      const sent = await fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...read('headers') },
        body: JSON.stringify({ query: $('query').value, variables: read('variables'), ...(operationName ? { operationName } : {}) }),
      });
      const result = await sent.json();
      $('result').textContent = JSON.stringify(result, undefined, 2);
      if (result.errors !== undefined) return;
      remember(result.data);
      const { options, selectedIndex } = $('operation');
      if (selectedIndex + 1 < options.length) $('operation').selectedIndex = selectedIndex + 1;
    } catch (error) {
      $('result').textContent = String(error);
    }
  }

  $('query').addEventListener('input', listOperations);
  $('run').addEventListener('click', run);
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) run();
  });
  listOperations();
})();
`;

/** The page may only load its own script and style, and only call its own server. */
export const graphiqlPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export const graphiqlStyle = `body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: #2b1a0c; background: #f6efe6; }
header { display: flex; gap: 1em; align-items: center; padding: .6em 1em; color: #f6efe6; background: #4a2c12; }
header h1 { margin: 0 auto 0 0; font-size: 1.1em; }
header a { color: inherit; }
main { display: grid; grid-template-columns: 1fr 1fr; gap: 1em; padding: 1em; }
label { display: block; font-weight: 600; }
textarea, pre { box-sizing: border-box; width: 100%; margin: .3em 0 1em; padding: .6em; border: 1px solid #c9b8a6;
  font: 13px/1.45 ui-monospace, monospace; background: #fff; overflow: auto; }
textarea { resize: vertical; }
pre { min-height: 30em; max-height: 80vh; white-space: pre-wrap; }
@media (max-width: 50em) { main { grid-template-columns: 1fr; } }
`;

/** What is filled in: a purchase on the demo shop, step by step. */
const purchase = `query Products {
  products(first: 1, inStock: true, sort: "-price") {
    edges { node { name variants { id availability price { amount currency } } } }
  }
}

mutation OpenCart {
  createCart { id token }
}

mutation AddLine($cart: ID!, $variant: ID!) {
  addLine(id: $cart, input: { variantId: $variant, quantity: 1 }) {
    lines { name quantity product { slug } }
    pricing { total { amount currency } }
  }
}

mutation PlaceOrder($order: PlaceOrderInput!, $orderKey: String!) {
  placeOrder(input: $order, idempotencyKey: $orderKey) {
    id token number status total { amount currency }
  }
}

mutation Pay($orderId: ID!, $paymentKey: String!) {
  startPayment(id: $orderId, input: { method: "card" }, idempotencyKey: $paymentKey) {
    paymentId provider
  }
}

query Order($orderId: ID!) {
  order(id: $orderId) {
    number status paymentStatus
    timeline { type at }
  }
}
`;

const variables = {
  order: {
    email: 'ada@example.com',
    shippingAddress: {
      fullName: 'Ada Lovelace',
      line1: '1 Market Street',
      city: 'London',
      postalCode: 'EC1A 1AA',
      country: 'GB',
    },
  },
};

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

export const graphiqlPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>GraphiQL · Cartwright</title>
<link rel="stylesheet" href="/graphiql/page.css">
<script src="/graphiql/page.js" defer></script>
</head>
<body>
<header>
<h1>Cartwright GraphiQL</h1>
<label for="operation">Operation</label>
<select id="operation"></select>
<button id="run" type="button" title="Ctrl+Enter">Run</button>
<a href="/graphiql/schema.graphql">Schema</a>
</header>
<main>
<section>
<label for="query">Query</label>
<textarea id="query" rows="24" spellcheck="false">${escaped(purchase)}</textarea>
<label for="variables">Variables</label>
<textarea id="variables" rows="14" spellcheck="false">${escaped(JSON.stringify(variables, undefined, 2))}</textarea>
<label for="headers">Headers</label>
<textarea id="headers" rows="4" spellcheck="false">{}</textarea>
</section>
<section>
<label for="result">Result</label>
<pre id="result" aria-live="polite">Run the operations of the purchase one after the other. Ids, tokens and keys are filled in.</pre>
</section>
</main>
</body>
</html>
`;

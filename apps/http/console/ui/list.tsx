import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { navigate, useLocation } from './router.js';
import { Loaded } from './page.js';
import { Table, type Column } from './table.js';
import { useResource } from './use-resource.js';
import type { Option } from './fields.js';

type Listed<Row> = {
  readonly data: readonly Row[];
  readonly meta?: { readonly page?: number; readonly total?: number; readonly totalPages?: number };
};

/** A filter that the API knows by `name`. Without options it is typed. */
type Filter = { readonly name: string; readonly label: string; readonly options?: readonly Option[] };

type ListProps<Row> = {
  readonly caption: string;
  /** The list in the API, without parameters, such as `/admin/orders`. */
  readonly path: string;
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  /** The texts of a row that a search looks through, for a list that the API cannot search: of its present page. */
  readonly searchText?: (row: Row) => string;
  readonly filters?: readonly Filter[];
  /** Shown beside the search; gets the parameters of the list. */
  readonly actions?: (query: URLSearchParams) => ComponentChildren;
  readonly empty?: string;
  /** Changes when the list should be loaded again. */
  readonly version?: number;
  /** How many rows a page has; 20, or 100 where only the page can be searched. */
  readonly limit?: number;
  /** For a list that has no pages. */
  readonly isWhole?: boolean;
};

/** A list of the API with search, filters and pages, which are stored in the address. */
export function List<Row>(props: ListProps<Row>) {
  const { caption, path, columns, rowKey, searchText, filters = [], actions, empty, version, isWhole } = props;
  const { limit = searchText === undefined ? 20 : 100 } = props;
  const { path: here, query } = useLocation();
  const search = query.get('search') ?? '';
  const sent = new URLSearchParams();
  for (const { name } of filters) if (query.get(name)) sent.set(name, query.get(name) ?? '');
  if (searchText === undefined && search !== '') sent.set('search', search);
  const withPage = new URLSearchParams(sent);
  if (isWhole !== true) {
    withPage.set('limit', String(limit));
    withPage.set('page', query.get('page') ?? '1');
  }
  const resource = useResource<Listed<Row>>(`${path}?${withPage.toString()}`, version);

  const { page = 1, total = 0, totalPages = 1 } = resource.answer?.body.meta ?? {};
  const isPartSearched = searchText !== undefined && totalPages > 1;
  const change = (name: string, value: string): void => {
    const next = new URLSearchParams(query);
    if (value === '') next.delete(name);
    else next.set(name, value);
    if (name !== 'page') next.delete('page');
    navigate(`${here}${next.size === 0 ? '' : `?${next.toString()}`}`, { replace: true });
  };
  const wanted = search.toLowerCase();
  const isFound = (row: Row): boolean =>
    searchText === undefined || wanted === '' || searchText(row).toLowerCase().includes(wanted);
  return (
    <>
      <search class="filters">
        <SearchField
          value={search}
          onSearch={(text) => change('search', text)}
          hint={isPartSearched ? `Searches the rows of this page, not all ${total}.` : undefined}
        />
        {filters.map((filter) => (
          <FilterField
            key={filter.name}
            filter={filter}
            value={query.get(filter.name) ?? ''}
            onChange={(value) => change(filter.name, value)}
          />
        ))}
        {actions?.(sent)}
      </search>
      <Loaded resource={resource}>
        {({ data }) => {
          const found = data.filter(isFound);
          return (
            <>
              <p class="muted" role="status">
                {isPartSearched && search !== ''
                  ? `${countOf(found.length)} of this page, ${total} in all`
                  : countOf(found.length, searchText === undefined || isPartSearched ? total : undefined)}
              </p>
              <Table
                caption={caption}
                columns={columns}
                rows={found}
                rowKey={rowKey}
                empty={
                  search === '' ? (empty ?? 'Nothing yet.') : `Nothing found${isPartSearched ? ' on this page' : ''}.`
                }
              />
              <Pages page={page} pages={totalPages} open={(to) => change('page', String(to))} />
            </>
          );
        }}
      </Loaded>
    </>
  );
}

const countOf = (shown: number, total: number = shown): string =>
  total > shown ? `${shown} of ${total}` : shown === 1 ? '1 entry' : `${shown} entries`;

type SearchProps = {
  readonly label?: string;
  readonly value?: string;
  /** What is searched, where that is not everything. */
  readonly hint?: string | undefined;
  readonly onSearch: (text: string) => void;
};

/** Searches while it is typed into, after a short pause. */
export function SearchField({ label = 'Search', value, hint, onSearch }: SearchProps) {
  const id = useId();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  // The page may be left within the pause.
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="search"
        autocomplete="off"
        defaultValue={value}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        // Enter would send a form around it.
        onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
        onInput={({ currentTarget }) => {
          clearTimeout(timer.current);
          const text = currentTarget.value.trim();
          timer.current = setTimeout(() => onSearch(text), 200);
        }}
      />
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

type FilterFieldProps = { readonly filter: Filter; readonly value: string; readonly onChange: (value: string) => void };

function FilterField({ filter: { label, options }, value, onChange }: FilterFieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {options === undefined ? (
        <input id={id} defaultValue={value} onChange={({ currentTarget }) => onChange(currentTarget.value.trim())} />
      ) : (
        <select id={id} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
          <option value="">All</option>
          {options.map(([option, text]) => (
            <option key={option} value={option}>
              {text}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}

type PagesProps = { readonly page: number; readonly pages: number; readonly open: (page: number) => void };

export function Pages({ page, pages, open }: PagesProps) {
  if (pages <= 1) return null;
  // A button that were disabled while it has the focus would lose it.
  const step = (text: string, to: number) => (
    <button type="button" aria-disabled={to === page} onClick={() => to !== page && open(to)}>
      {text}
    </button>
  );
  return (
    <nav class="pages" aria-label="Pages">
      {step('First', 1)}
      {step('Previous', Math.max(1, page - 1))}
      <span>
        Page {page} of {pages}
      </span>
      {step('Next', Math.min(pages, page + 1))}
      {step('Last', pages)}
    </nav>
  );
}

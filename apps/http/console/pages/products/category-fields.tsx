import { getAll } from '../../api/api.js';
import type { ManagedCategory } from '../../api/schemas.js';
import { CheckField, Fields } from '../../ui/fields.js';
import { Loaded } from '../../ui/page.js';
import { useResource } from '../../ui/use-resource.js';

type Props = {
  /** The name under which the ids of the chosen categories are sent. */
  readonly name: string;
  readonly chosen: readonly string[] | undefined;
};

/** A box for each category of the shop. */
export function CategoryFields({ name, chosen = [] }: Props) {
  const categories = useResource('/admin/categories', undefined, getAll<ManagedCategory>);
  return (
    <Fields legend="Categories">
      <Loaded resource={categories}>
        {({ data }) => (
          <div class="side-by-side">
            {data.map((category) => (
              <CheckField
                key={category.id}
                label={category.name}
                name={name}
                value={category.id}
                checked={chosen.includes(category.id)}
              />
            ))}
          </div>
        )}
      </Loaded>
    </Fields>
  );
}

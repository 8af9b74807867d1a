import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Rows } from './page';
import { Failed, Loading } from './states';

type Query<Data> = {
  readonly data: Data | undefined;
  readonly error: Error | null;
  readonly refetch: () => unknown;
};

/** Draws `children` with what a query has loaded; until then that it is loading, or why that failed. */
export function Loaded<Data>(props: {
  readonly query: Query<Data>;
  readonly label?: string;
  readonly children: (data: Data) => ReactNode;
}) {
  const { query, label, children } = props;
  if (query.data !== undefined) return children(query.data);
  if (query.error !== null) return <Failed error={query.error} retry={query.refetch} />;
  return <Loading {...(label === undefined ? {} : { label })} />;
}

/** A query for all items of a list: one row each, or `empty` where there are none. */
export function LoadedRows<Item>(props: {
  readonly query: Query<readonly Item[]>;
  readonly label: string;
  readonly empty?: ReactNode;
  readonly children: (item: Item) => ReactNode;
}) {
  return (
    <Loaded query={props.query}>
      {(items) =>
        items.length === 0 && props.empty !== undefined ? (
          props.empty
        ) : (
          <Rows label={props.label}>{items.map(props.children)}</Rows>
        )
      }
    </Loaded>
  );
}

type PagedQuery = {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => Promise<unknown>;
};

/** The button below a list that is loaded page by page, as long as there is more. */
export function MoreButton({ query, size }: { readonly query: PagedQuery; readonly size?: 'small' }) {
  const { t } = useTranslation();
  if (!query.hasNextPage) return null;
  return (
    <Button
      {...(size === undefined ? {} : { size })}
      loading={query.isFetchingNextPage}
      onClick={() => void query.fetchNextPage()}
    >
      {t('forms.more')}
    </Button>
  );
}

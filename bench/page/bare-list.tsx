/**
 * The floor of scrolling: a virtual list with nothing around it and a line of text in each row. The query says how many
 * `rows`, how high each is, and where the list is (`left`, `top`, `width`, `height`), all in pixels.
 */
import { createRoot } from 'react-dom/client';
import { Virtuoso } from 'react-virtuoso';

const query = new URLSearchParams(location.search);
const numberOf = (name: string): number => Number(query.get(name));
const place = { left: numberOf('left'), top: numberOf('top'), width: numberOf('width') };
const row = { height: numberOf('row'), boxSizing: 'border-box', borderBottom: '1px solid #ddd' } as const;

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root.');
createRoot(root).render(
  <Virtuoso
    style={{ position: 'absolute', ...place, height: numberOf('height') }}
    totalCount={numberOf('rows')}
    // A transcript is read from its end.
    initialTopMostItemIndex={query.get('from') === 'end' ? numberOf('rows') - 1 : 0}
    itemContent={(index) => <div style={row}>{`${index}. 您好，请问我的订单什么时候发货？`}</div>}
  />,
);

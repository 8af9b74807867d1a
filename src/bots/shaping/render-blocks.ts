import type { Token } from 'markdown-it';
import type { Block } from './parse-markdown';
import { indentPieces, joinPieces, lengthOf, type Piece, refuseTooLong } from './pieces';
import { renderInline } from './render-inline';

/** WeChat shows no tabs, and drops spaces at the beginning of a line. */
const INDENT = '\u3000';

/** Renders blocks: with an empty line between two of them where one was written, and around tables. */
export function renderBlocks(blocks: readonly Block[]): readonly Piece[] {
  const rendered: Piece[] = [];
  let isAfterTable = false;
  let hasGap = false;
  for (const block of blocks) {
    const pieces = renderBlock(block);
    const isTable = block.token.type === 'table_open';
    hasGap ||= block.hasGapBefore || isTable || isAfterTable;
    if (pieces.length === 0) continue;
    if (rendered.length > 0) rendered.push(hasGap ? '\n\n' : '\n');
    for (const piece of pieces) rendered.push(piece);
    isAfterTable = isTable;
    hasGap = false;
  }
  return rendered;
}

function renderBlock({ token, children }: Block): readonly Piece[] {
  switch (token.type) {
    case 'inline':
      return renderInline(token.children ?? []);
    case 'fence': {
      const code = token.content.replace(/\n$/, '');
      return code === '' ? [] : [code];
    }
    case 'bullet_list_open':
    case 'ordered_list_open':
      return token.level > 0
        ? indentPieces(renderList(token, children), INDENT)
        : renderList(token, children);
    case 'table_open':
      return renderTable(children);
    case 'hr':
      return [];
    default:
      return renderBlocks(children);
  }
}

function renderList({ type }: Token, items: readonly Block[]): readonly Piece[] {
  const numbers = type === 'ordered_list_open' ? numbersOf(items) : [];
  return items.flatMap((item, index) => {
    const between = item.hasGapBefore ? '\n\n' : '\n';
    const mark = numbers[index] ?? '•';
    return [...(index === 0 ? [] : [between]), `${mark} `, ...renderBlocks(item.children)];
  });
}

/** As they were written, or counted where all are the same: Markdown lets a writer number every item 1. */
function numbersOf(items: readonly Block[]): readonly string[] {
  const written = items.map(({ token }) => token.info);
  const [first = '1'] = written;
  const isCounted = written.length > 1 && written.every((number) => number === first);
  return items.map(({ token }, index) => {
    const number = isCounted ? String(Number(first) + index) : token.info;
    return `${number}${token.markup}`;
  });
}

/** Each row as lines `head: value`, with an empty line between rows; cells without a value are left out. */
function renderTable(sections: readonly Block[]): readonly Piece[] {
  const rowsIn = (type: string): readonly Block[] =>
    sections.filter(({ token }) => token.type === type).flatMap(({ children }) => children);
  const cellsOf = ({ children }: Block): readonly (readonly Piece[])[] =>
    children.map((cell) => joinPieces(cell.children.map(renderBlock), '\n'));
  const [heads = []] = rowsIn('thead_open').map(cellsOf);
  const rows = rowsIn('tbody_open').map(cellsOf);
  // Without rows the heads are all there is to say.
  if (rows.length === 0) return joinPieces(heads, '\n');
  const lengths = heads.map(lengthOf);
  // The heads are repeated in every row, so a long one could fill the memory.
  let length = 0;
  const lines = rows.map((cells) =>
    joinPieces(
      cells.map((value, index) => {
        const head = heads[index] ?? [];
        if (value.length === 0) return [];
        length += lengths[index] ?? 0;
        refuseTooLong(length);
        return head.length === 0 ? value : [...head, ': ', ...value];
      }),
      '\n',
    ),
  );
  return joinPieces(lines, '\n\n');
}

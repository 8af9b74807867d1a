import MarkdownIt, { type Token } from 'markdown-it';
import cjkFriendly from 'markdown-it-cjk-friendly';

/** A block of Markdown with the blocks in it. */
export type Block = {
  /** Its opening, or the only one. */
  readonly token: Token;
  readonly children: readonly Block[];
  /** Whether its writer left an empty line before it. */
  readonly hasGapBefore: boolean;
};

/** What is nested deeper is left out; each line costs as much as it is nested. */
const DEEPEST = 60;

const parser = createParser();

/**
 * Parses the Markdown of a model (CommonMark with tables). Bold works beside Chinese punctuation (`**注意：**请`), which
 * CommonMark itself does not see. Plain text stays plain text: no indented code, no definitions of links, and struck out
 * words keep their marks, because without them an old price reads like a price.
 */
export function parseMarkdown(text: string): readonly Block[] {
  return nest(parser.parse(text, {}), text.split('\n'));
}

function createParser(): MarkdownIt.MarkdownIt {
  // `html` only finds tags, so that nothing inside them is taken for Markdown; they are shown as text.
  const markdown = new MarkdownIt({ html: true, linkify: true, breaks: true, maxNesting: DEEPEST });
  markdown.use(cjkFriendly);
  markdown.disable(['code', 'html_block', 'reference', 'strikethrough']);
  // Only what has a scheme: `README.md` and `v2.0` are no addresses.
  markdown.linkify?.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
  return markdown;
}

function nest(tokens: readonly Token[], lines: readonly string[]): readonly Block[] {
  const root: Block[] = [];
  const open: Block[][] = [root];
  for (const token of tokens) {
    if (token.nesting < 0) {
      open.pop();
      continue;
    }
    const children: Block[] = [];
    const lineBefore = lines[(token.map?.[0] ?? 0) - 1] ?? 'none';
    open.at(-1)?.push({ token, children, hasGapBefore: /^[\s>]*$/.test(lineBefore) });
    if (token.nesting > 0) open.push(children);
  }
  return root;
}

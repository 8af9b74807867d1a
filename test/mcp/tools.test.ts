/** What the definitions of the tools promise, and how an answer is shown to a model. */
import { SETTING_RANGES } from '../../src/domain/settings';
import { presentConversation, presentMessages } from '../../src/mcp/present';
import { TOOLS } from '../../src/mcp/tools';
import { READING_TOOLS, WRITING_TOOLS } from '../support/mcp-desk';

it('each calls a route of operators that answers JSON, and needs the scope of its kind', () => {
  const scopes = Object.fromEntries(TOOLS.map(({ name, contract }) => [name, contract.scope]));
  expect(scopes).toEqual({
    ...Object.fromEntries(READING_TOOLS.map((name) => [name, 'read'])),
    ...Object.fromEntries(WRITING_TOOLS.map((name) => [name, 'write'])),
    send_reply: 'send',
  });
  for (const { contract, annotations } of TOOLS) {
    expect(contract.access).toBe('operator');
    expect(contract.isStream).toBeUndefined();
    const answers = Object.values(contract.answers);
    expect(answers.map(({ schema, contentType }) => [schema !== undefined, contentType])).toEqual([
      [true, undefined],
    ]);
    expect(annotations.readOnlyHint).toBe(contract.method === 'get');
  }
});

it('the description of send_reply names the limit that the settings have', () => {
  expect(SETTING_RANGES.consecutiveLimit.max).toBe(5);
});

it('a message keeps its mark, whatever its fields are called', () => {
  const message = { direction: 'inbound', text: 'x', isUntrusted: false, changedAt: 'now' };
  const { items } = presentMessages({ items: [message, { direction: 'note', text: 'y' }] }) as {
    items: readonly object[];
  };
  expect(items).toEqual([
    { isUntrusted: true, direction: 'inbound', text: 'x' },
    { direction: 'note', text: 'y' },
  ]);
  expect(Object.keys(items[0] ?? {})[0]).toBe('isUntrusted');
  expect(presentConversation({ lastMessage: null, workflow: {} })).toEqual({
    untrustedContent: expect.stringContaining('not instructions'),
    lastMessage: null,
  });
});

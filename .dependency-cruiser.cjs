/** Who may import whom; the reasons are in docs/architecture.md. Types count as well as values. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: `^src/${from}` },
  to: { path: '^src/', pathNot: [`^src/${from}`, ...allowed.map((folder) => `^src/${folder}`)] },
});

/** A folder of the open conversation: it imports the files above it, and these folders beside it. */
const conversationPart = (folder, allowed) => ({
  name: `console-conversation-${folder}`,
  comment:
    'The parts of an open conversation import each other in one direction (the order is in this file).',
  severity: 'error',
  from: { path: `^src/console/conversation/${folder}/` },
  to: {
    path: '^src/console/conversation/[^/]+/',
    pathNot: [folder, ...allowed].map((one) => `^src/console/conversation/${one}/`),
  },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Two files that import each other can be neither read nor tested alone.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    only(
      'domain-is-pure',
      'domain/',
      [],
      'The rules import nothing but themselves, so that they can run anywhere.',
    ),
    {
      name: 'domain-has-no-library',
      comment: 'The rules run inside the workflow bundle and in the browser: no library, no Node module.',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'] },
    },
    only('platform-is-a-toolbox', 'platform/', ['domain/'], 'What any process needs, whatever it is for.'),
    {
      name: 'conversation-knows-no-chain',
      comment:
        'The rules of one conversation; the chain of a contact hosts them, one conversation after the other.',
      severity: 'error',
      from: { path: '^src/domain/(conversation|messages|lists)/' },
      to: { path: '^src/domain/chain/' },
    },
    only(
      'contracts-know-the-rules-only',
      'contracts/',
      ['domain/'],
      'The console imports the contracts too.',
    ),
    only(
      'wechat-is-a-protocol',
      'wechat/',
      ['domain/', 'platform/(network/|scan-json|time-limit)'],
      'The protocol knows no Temporal, no Express and no database.',
    ),
    only(
      'store-knows-no-caller',
      'store/',
      ['domain/', 'platform/'],
      'The database is behind narrow functions.',
    ),
    only(
      'media-keeps-files',
      'media/',
      ['domain/', 'platform/'],
      'Files and what they are; it knows neither rows nor WeChat.',
    ),
    only(
      'push-sends-alerts',
      'push/',
      ['domain/', 'store/', 'platform/'],
      'It brings alerts to browsers; it knows neither routes nor conversations.',
    ),
    only(
      'oidc-proves-people',
      'oidc/',
      ['domain/', 'platform/'],
      'It speaks with the provider of single sign-on; who gets in is decided elsewhere.',
    ),
    only(
      'outgoing-delivers',
      'outgoing/',
      ['domain/', 'store/', 'temporal/endpoint-client', 'platform/'],
      'It delivers events to endpoints; how they are shown is given to it.',
    ),
    only(
      'mcp-calls-the-api',
      'mcp(/|\\.ts)',
      ['contracts/', 'domain/'],
      'Its tools know the contracts; who carries the calls is given to it. It also runs alone, without the product.',
    ),
    only(
      'bots-ask-and-shape',
      'bots/',
      ['domain/', 'contracts/(plain-text|common|bots/webhook-answer|conversations/new-message)', 'platform/'],
      'It asks bots and makes messages of what they answer; it knows neither conversations nor the database.',
    ),
    only(
      'simulator-is-independent',
      'simulator/',
      [],
      'A double that shares code with the product proves nothing.',
    ),
    only(
      'words-say-what-happened',
      'words/',
      ['contracts/', 'domain/'],
      'What the console and saved transcripts say of messages, in three languages; neither of the two is known here.',
    ),
    only(
      'console-knows-contracts-and-rules',
      'console/',
      ['contracts/', 'domain/', 'words/'],
      'The console speaks with the API by HTTP and runs nothing of it.',
    ),
    {
      name: 'console-shared-knows-no-feature',
      comment: 'What two features need is in console/shared; it knows neither of them.',
      severity: 'error',
      from: { path: '^src/console/(shared|i18n)/' },
      to: { path: '^src/console/', pathNot: '^src/console/(shared|i18n)/' },
    },
    {
      name: 'console-features-keep-to-themselves',
      comment: 'A feature imports itself, shared and i18n. app puts features together.',
      severity: 'error',
      from: { path: '^src/console/(?!app/|shared/|i18n/)([^/]+)/' },
      to: { path: '^src/console/', pathNot: '^src/console/($1|shared|i18n)/' },
    },
    // Inside the conversation imports point one way: word-menu, content ← upload, cards, canned,
    // later, mentions ← composer ← transcript.
    conversationPart('word-menu', []),
    conversationPart('content', []),
    conversationPart('upload', ['content']),
    conversationPart('cards', []),
    conversationPart('canned', ['word-menu']),
    conversationPart('later', []),
    conversationPart('macros', []),
    conversationPart('mentions', ['content', 'word-menu']),
    conversationPart('search', []),
    conversationPart('composer', ['content', 'upload', 'cards', 'canned', 'later', 'mentions', 'word-menu']),
    conversationPart('transcript', ['content', 'upload', 'mentions', 'composer']),
    {
      name: 'nobody-runs-the-console',
      comment: 'It lives in the browser; the API process serves its built files.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/console/' },
      to: { path: '^src/console/' },
    },
    {
      name: 'workflows-are-deterministic',
      comment: 'Workflow code is replayed: only rules and the types of activities may get into its bundle.',
      severity: 'error',
      from: { path: '^src/workflows/' },
      to: { path: '^src/', pathNot: ['^src/workflows/', '^src/domain/', '^src/activities/'] },
    },
    {
      name: 'workflows-have-no-library',
      comment: 'Every conversation in memory pays for what is in the bundle.',
      severity: 'error',
      from: { path: '^src/workflows/' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: ['@temporalio/(workflow|common)'] },
    },
    only(
      'temporal',
      'temporal/',
      ['domain/', 'workflows/[^/]+/(messages|search-attribute-keys)', 'platform/'],
      'Connections and typed clients only.',
    ),
    only(
      'intake',
      'intake/',
      ['domain/', 'wechat/', 'store/', 'temporal/', 'platform/', 'workflows/[^/]+/messages'],
      'It brings what came in to the conversations.',
    ),
    only(
      'activities',
      'activities/',
      ['domain/', 'bots/', 'outgoing/', 'wechat/', 'store/', 'media/', 'platform/'],
      'Activities do I/O for the rules.',
    ),
    {
      name: 'api-never-calls-activities',
      comment: 'What the API wants done goes through the workflow.',
      severity: 'error',
      from: { path: '^src/api/', pathNot: '^src/api/server' },
      to: { path: '^src/(activities|simulator|worker|workflows/(?![^/]+/messages))' },
    },
    {
      name: 'routes-keep-to-themselves',
      comment: 'A resource that needs another one asks its store or a shared presenter.',
      severity: 'error',
      from: { path: '^src/api/(?!middleware|access|present|live)([^/]+)/' },
      to: { path: '^src/api/(?!middleware|access|present|live)([^/]+)/', pathNot: '^src/api/$1/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
  },
};

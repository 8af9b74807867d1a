/** A goal: on the ratio of Duihua to the floor, on the difference, or on Duihua's figure alone. */
export type Goal = {
  readonly of: 'ratio' | 'difference' | 'figure';
  readonly atLeast?: number;
  readonly atMost?: number;
};

export type Figure = {
  readonly title: string;
  readonly unit: string;
  readonly digits: number;
  readonly goal?: Goal;
};

/** The rows of the table, in its order. */
export const FIGURES = {
  webhookRate: {
    title: 'webhooks answered, 32 at once, 500 conversations',
    unit: '/s',
    digits: 0,
    goal: { of: 'ratio', atLeast: 2.2 },
  },
  webhookP50: { title: 'the same, answer p50', unit: 'ms', digits: 1 },
  webhookP99: { title: 'the same, answer p99', unit: 'ms', digits: 1, goal: { of: 'ratio', atMost: 0.6 } },
  webhookCpu: {
    title: 'the same, processor time of the process for each, until projected (floor: in histories)',
    unit: 'ms',
    digits: 1,
    goal: { of: 'figure', atMost: 2.2 },
  },
  historyRate: {
    title: 'the same, in their workflows’ histories',
    unit: '/s',
    digits: 0,
    goal: { of: 'ratio', atLeast: 0.8 },
  },
  appliedRate: {
    title: 'the same, applied and projected (floor: in histories)',
    unit: '/s',
    digits: 0,
    goal: { of: 'ratio', atLeast: 0.9 },
  },
  burstKnown: {
    title: '1,000 webhooks at once, 500 known contacts, slowest answer',
    unit: 's',
    digits: 2,
    goal: { of: 'figure', atMost: 1 },
  },
  burstNew: {
    title: '1,000 webhooks at once, 1,000 new contacts, slowest answer',
    unit: 's',
    digits: 2,
    goal: { of: 'figure', atMost: 1 },
  },
  replyP50: {
    title: 'reply until WeChat has it, one after another, p50',
    unit: 'ms',
    digits: 1,
    goal: { of: 'ratio', atMost: 0.65 },
  },
  replyP99: { title: 'the same, p99', unit: 'ms', digits: 1, goal: { of: 'ratio', atMost: 1.1 } },
  eventsPerMessage: {
    title: 'history events per message from a contact',
    unit: '',
    digits: 1,
    goal: { of: 'figure', atMost: 5 },
  },
  eventsPerReply: {
    title: 'history events per reply, projection included',
    unit: '',
    digits: 1,
    goal: { of: 'figure', atMost: 12 },
  },
  conversationEvents: {
    title:
      'history events of a conversation: 6 messages in, 5 out, attended, completed (floor: with rows and deadlines)',
    unit: '',
    digits: 0,
    goal: { of: 'ratio', atMost: 1.15 },
  },
  conversationActions: {
    title: 'the same, billable actions of Temporal Cloud',
    unit: '',
    digits: 0,
    goal: { of: 'ratio', atMost: 1.15 },
  },
  memoryHeap: {
    title: 'heaps of all threads per open conversation, 2,000 open (floor: shares no code)',
    unit: 'KB',
    digits: 1,
    goal: { of: 'difference', atMost: 25 },
  },
  memoryProcess: {
    title: 'the same, resident memory of the process (Duihua: API and database too)',
    unit: 'KB',
    digits: 1,
  },
  memoryServer: { title: 'the same, resident memory of the Temporal server', unit: 'KB', digits: 1 },
  startFresh: { title: 'start in a fresh folder (floor: server and process)', unit: 's', digits: 1 },
  startAgain: { title: 'second start in the same folder', unit: 's', digits: 1 },
  authenticationByToken: {
    title: 'GET /conversations by an API token, p50 (floor: without authentication)',
    unit: 'ms',
    digits: 2,
    goal: { of: 'ratio', atMost: 1.3 },
  },
  authenticationBySession: {
    title: 'the same by a session',
    unit: 'ms',
    digits: 2,
    goal: { of: 'ratio', atMost: 1.3 },
  },
  listP50: {
    title: 'list of conversations, 100,000 stored, p50 (floor: 1,000 stored)',
    unit: 'ms',
    digits: 1,
    goal: { of: 'ratio', atMost: 3 },
  },
  stateListP50: {
    title: 'the same, two states of one channel',
    unit: 'ms',
    digits: 1,
    goal: { of: 'ratio', atMost: 3 },
  },
  rareWordP50: {
    title: 'search for a word with 50 hits, 100,000 stored, p50 (floor: 1,000 stored)',
    unit: 'ms',
    digits: 1,
    goal: { of: 'ratio', atMost: 3 },
  },
  frequentWordP50: {
    title: 'search for a word in every fourth conversation, 100,000 stored, p50 (floor: 1,000)',
    unit: 'ms',
    digits: 1,
    goal: { of: 'figure', atMost: 200 },
  },
  eraseSeconds: {
    title: 'erasing a contact with 10,000 messages, until no word is left (floor: with 100)',
    unit: 's',
    digits: 2,
    goal: { of: 'figure', atMost: 5 },
  },
  millionList: {
    title: 'list of conversations, 1,000,000 messages stored, p99 (floor: 10,000)',
    unit: 'ms',
    digits: 1,
    goal: { of: 'figure', atMost: 50 },
  },
  millionRare: {
    title: 'the same, search for a word with 50 hits, p99',
    unit: 'ms',
    digits: 1,
    goal: { of: 'figure', atMost: 100 },
  },
  millionTranscript: {
    title: 'the same, a page of a transcript, p99',
    unit: 'ms',
    digits: 1,
    goal: { of: 'figure', atMost: 50 },
  },
  restingApi: {
    title: '20,000 open conversations at rest, memory of the API (floor: none open)',
    unit: 'MB',
    digits: 0,
  },
  restingWorker: { title: 'the same, memory of the worker', unit: 'MB', digits: 0 },
  restingTemporal: { title: 'the same, memory of the Temporal server', unit: 'MB', digits: 0 },
  restingPostgres: { title: 'the same, memory of PostgreSQL', unit: 'MB', digits: 0 },
  restingCpu: {
    title: 'the same, processor time of all of them together, of one core',
    unit: '%',
    digits: 1,
    goal: { of: 'figure', atMost: 3 },
  },
  takeoverSeconds: {
    title:
      '2,000 conversations of a killed worker, a message waits in each: from a new worker’s readiness until all are filed',
    unit: 's',
    digits: 1,
  },
  takeoverEvents: {
    title: 'the same, history events that each has',
    unit: '',
    digits: 0,
  },
  catchUpSeconds: {
    title:
      '10,000 messages of 2,000 contacts wait, half of them new: from a worker’s readiness until all are filed',
    unit: 's',
    digits: 1,
  },
  monthSummaryP50: {
    title: 'report of a month by day, 1,000,000 conversations in 24 months, p50 (floor: 100,000)',
    unit: 'ms',
    digits: 1,
    goal: { of: 'figure', atMost: 300 },
  },
  monthSummaryGrowth: {
    title: 'the same, at 10 times the data',
    unit: 'ms',
    digits: 1,
    goal: { of: 'ratio', atMost: 3 },
  },
  monthOfOperatorP50: { title: 'the same of one operator of 40', unit: 'ms', digits: 1 },
  monthOpenP50: { title: 'the same in opening hours', unit: 'ms', digits: 1 },
  dayCount: { title: 'counting the figures of a past day, once, in the background', unit: 'ms', digits: 1 },
  uploadMemory: {
    title: '20 uploads of 10 MB at once, memory above idle (floor: copied into files)',
    unit: 'MB',
    digits: 0,
    goal: { of: 'figure', atMost: 100 },
  },
  inboundMediaRate: {
    title: 'contacts’ files of 5 MB fetched, judged and kept, 4 at once (floor: copied into files)',
    unit: 'MB/s',
    digits: 0,
  },
  turnP50: {
    title: 'turn of a bot: from the model’s last byte until WeChat has the answer, 4 a second, p50',
    unit: 'ms',
    digits: 0,
    goal: { of: 'figure', atMost: 150 },
  },
  turnP99: { title: 'the same, p99', unit: 'ms', digits: 0 },
  eventsPerTurn: {
    title: 'the same, history events, without those of the contact’s message and of the delivery',
    unit: '',
    digits: 1,
    goal: { of: 'figure', atMost: 12 },
  },
  turnsAtOnce: {
    title: '200 conversations in a turn at once, the model thinks for 5 s, slowest answer at WeChat',
    unit: 's',
    digits: 2,
    goal: { of: 'figure', atMost: 12 },
  },
  repliesBesideTurns: {
    title: 'operators’ replies on another channel meanwhile, 5 a second, p99',
    unit: 'ms',
    digits: 0,
    goal: { of: 'figure', atMost: 1_000 },
  },
  outboxWebhooks: {
    title: 'webhooks applied and projected with an outgoing webhook’s outbox (floor: Duihua without)',
    unit: '/s',
    digits: 0,
    goal: { of: 'ratio', atLeast: 0.95 },
  },
  outboxReplies: {
    title: 'the same, replies one after another',
    unit: '/s',
    digits: 1,
    goal: { of: 'ratio', atLeast: 0.95 },
  },
  deliveryRate: {
    title:
      '2,000 events of 500 conversations delivered to a receiver (floor: a workflow that posts, 8 at once)',
    unit: '/s',
    digits: 0,
  },
  offersOut: {
    title: '200 contacts wait, an operator comes online: until all 200 are offered to them',
    unit: 's',
    digits: 2,
    goal: { of: 'figure', atMost: 5 },
  },
  eventsPerOffer: {
    title: 'the same, history events per offer',
    unit: '',
    digits: 2,
    goal: { of: 'figure', atMost: 7 },
  },
  consoleLatencyP50: {
    title: 'webhook to the message on the screen, 10 a second, 50 operators look on, p50 (floor: bare chain)',
    unit: 'ms',
    digits: 0,
    goal: { of: 'ratio', atMost: 3 },
  },
  consoleLatencyP99: { title: 'the same, p99', unit: 'ms', digits: 0, goal: { of: 'ratio', atMost: 4 } },
  consoleStreamsP99: {
    title: 'the same until the last of 49 event streams has it, p99',
    unit: 'ms',
    digits: 0,
  },
  consoleAnswerP50: { title: 'in the same run, the webhook’s answer, p50', unit: 'ms', digits: 1 },
  consoleAnswerP99: { title: 'the same, p99', unit: 'ms', digits: 1 },
  listFrames: {
    title: 'list of 100,000 conversations scrolled, frames (floor: bare list)',
    unit: '/s',
    digits: 1,
    goal: { of: 'ratio', atLeast: 0.9 },
  },
  listSlowFrames: { title: 'the same, frames over 50 ms', unit: '%', digits: 1 },
  transcriptFrames: {
    title: 'transcript of 5,000 messages scrolled, frames (floor: bare list)',
    unit: '/s',
    digits: 1,
    goal: { of: 'ratio', atLeast: 0.9 },
  },
  transcriptSlowFrames: { title: 'the same, frames over 50 ms', unit: '%', digits: 1 },
  consoleSize: {
    title: 'script of the inbox’s first load, by Brotli, which browsers take over https',
    unit: 'KB',
    digits: 0,
    // The build fails above it (scripts/first-load.mjs).
    goal: { of: 'figure', atMost: 360 },
  },
  consoleSizeOpen: { title: 'the same with a conversation open', unit: 'KB', digits: 0 },
  consoleSizeGzip: {
    title: 'the first load by gzip, which they take over plain http',
    unit: 'KB',
    digits: 0,
  },
} as const satisfies Record<string, Figure>;

export type FigureName = keyof typeof FIGURES;

/** All names, in the table's order. */
export const FIGURE_NAMES = Object.keys(FIGURES) as readonly FigureName[];

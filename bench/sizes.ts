/** How much load each measure makes. */
export type Sizes = {
  readonly rounds: number;
  /** Conversations that are open before the webhooks are measured. */
  readonly conversations: number;
  readonly messages: number;
  readonly messagesAtOnce: number;
  /** Webhooks in the same instant. */
  readonly burst: number;
  readonly replyConversations: number;
  /** Below 5, the limit in a row: some conversations get one more to warm up. */
  readonly repliesEach: number;
  readonly streamConversations: number;
  readonly streamMessagesEach: number;
  /** Conversations opened before memory is first measured, so that fixed costs are not counted. */
  readonly memoryWarmUp: number;
  readonly memoryConversations: number;
  /** Conversations in the store for lists and search. */
  readonly stored: number;
  /** Conversations of 24 months, for reports. */
  readonly reported: number;
  /** Messages in the store for lists, search and a transcript. */
  readonly storedMessages: number;
  /** Open conversations in which nothing happens. */
  readonly resting: number;
  /** Conversations in progress that a new worker takes over. */
  readonly busy: number;
  /** Messages that wait for a worker. */
  readonly waiting: number;
  /** Messages on each side while a browser watches. */
  readonly consoleMessages: number;
  /** How often each list is scrolled. */
  readonly scrolls: number;
};

/** The sizes that the goals are stated for. */
export const FULL: Sizes = {
  rounds: 5,
  conversations: 500,
  messages: 2_500,
  messagesAtOnce: 32,
  burst: 1_000,
  replyConversations: 50,
  repliesEach: 4,
  streamConversations: 10,
  streamMessagesEach: 3,
  memoryWarmUp: 100,
  memoryConversations: 2_000,
  stored: 100_000,
  reported: 1_000_000,
  storedMessages: 1_000_000,
  resting: 20_000,
  busy: 2_000,
  waiting: 10_000,
  consoleMessages: 600,
  scrolls: 5,
};

/** To check that everything runs; its figures are not to be quoted. */
export const QUICK: Sizes = {
  ...FULL,
  rounds: 1,
  conversations: 200,
  messages: 1_500,
  burst: 400,
  replyConversations: 20,
  streamConversations: 5,
  memoryConversations: 600,
  stored: 10_000,
  reported: 50_000,
  storedMessages: 50_000,
  resting: 300,
  busy: 40,
  waiting: 200,
  consoleMessages: 200,
  scrolls: 2,
};

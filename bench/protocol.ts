/** The messages between the driver and the two measured processes, over Node's IPC channel. */

/** The Official Account of the simulator, as both sides know it. */
export type BenchAccount = {
  readonly originalId: string;
  readonly appId: string;
  readonly appSecret: string;
  readonly token: string;
};

/** The options of a measured process, as JSON in `BENCH_OPTIONS`. */
export type SubjectOptions = {
  readonly temporalAddress: string;
  readonly dataDir: string;
  /** The simulator, which runs in the driver's process for both sides. */
  readonly wechatApiUrl: string;
  readonly account: BenchAccount;
  /** What Duihua's store contains before it starts; unset: nothing. */
  readonly stored?: StoredBefore;
};

/** Completed conversations, and the number of messages in the newest one. */
export type StoredBefore = { readonly conversations: number; readonly messagesInNewest: number };

/** Where a process accepts its load. */
export type SubjectAddresses = {
  readonly origin: string;
  readonly webhookPath: string;
};

/** How far the messages received since an instant have been processed. Times are epoch ms, null: not yet. */
export type Progress = {
  /** Rows in the transcript. */
  readonly stored: number;
  /** Known to be in a workflow's history. */
  readonly signalled: number;
  readonly lastSignalledAt: number | null;
  /** Applied by the workflow and written back as a projection. */
  readonly applied: number;
  readonly lastAppliedAt: number | null;
};

/** A request that sends one reply in a conversation; 201 means that WeChat has it. */
export type ReplyRequest = {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The workflow whose history it adds to. */
  readonly workflowId: string;
};

/** Memory of a process after a full garbage collection in all its threads, bytes. */
export type Memory = {
  readonly rss: number;
  /** Heaps of all threads' isolates. */
  readonly heap: number;
};

/** The calls to a measured process, apart from its load. */
export type SubjectCalls = {
  /** The floor answers when its workflows are idle. */
  readonly progress: (since: number) => Promise<Progress>;
  readonly workflowIds: (openIds: readonly string[]) => Promise<readonly string[]>;
  /** Prepares conversations for replies; one request for each contact. */
  readonly openForReplies: (openIds: readonly string[]) => Promise<readonly ReplyRequest[]>;
  readonly memory: () => Promise<Memory>;
  /** Processor time of all threads since the process began, ms. */
  readonly cpuMs: () => Promise<number>;
  readonly stop: () => Promise<void>;
};

export type CallName = keyof SubjectCalls;

/** Driver → process. */
export type Call = { readonly id: number; readonly name: CallName; readonly args: readonly unknown[] };

/** Process → driver. */
export type Said =
  | { readonly type: 'ready'; readonly addresses: SubjectAddresses }
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly message: string };

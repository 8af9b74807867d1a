/** The draft of one conversation: what is in this browser, and what the API has for the operator's other devices. */
export type DraftSyncDeps = {
  /** What is in this browser; '' if nothing. */
  readonly read: () => string;
  readonly write: (text: string) => void;
  /** What the API is known to have; '' if nothing. */
  readonly readKept: () => string;
  readonly writeKept: (text: string) => void;
  /** Makes the API keep a text; rejects if it does not, or if that is not known. */
  readonly save: (text: string) => Promise<unknown>;
  /** How long after the last change it is saved, in ms. */
  readonly saveAfterMs?: number;
};

/**
 * `keepsBoth`: nobody is writing at this moment, so that a text of another device and one that only this browser has can
 * be put together.
 */
export type Take = (text: string, options: { readonly keepsBoth: boolean }) => void;

export type DraftSync = {
  /** The operator has changed the draft in this browser. */
  readonly touched: () => void;
  /** Call it before what the API has is loaded, and the function that it returns with what was loaded. */
  readonly beginLoad: () => Take;
  /** Saves at once what is not saved yet; never rejects. */
  readonly flush: () => Promise<void>;
};

/**
 * Keeps a draft on the API without ever losing what was typed here: the text in this browser is replaced only while the
 * API has it as it is. What cannot be saved stays in this browser, and is saved after the next change or load.
 */
export function createDraftSync(deps: DraftSyncDeps): DraftSync {
  const { read, write, readKept, writeKept, save, saveAfterMs = 800 } = deps;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saving: Promise<void> | null = null;
  let saves = 0;

  const schedule = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), saveAfterMs);
  };

  const saveNow = async (): Promise<void> => {
    const text = read();
    if (text === readKept()) return;
    saves += 1;
    try {
      await save(text);
    } catch {
      return;
    }
    writeKept(text);
    if (read() !== text) schedule();
  };

  /** One save at a time: the answer to an earlier one must not come after that to a later one. */
  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    const before = saving;
    const mine = (before ?? Promise.resolve()).then(saveNow);
    saving = mine;
    await mine;
    if (saving === mine) saving = null;
  };

  return {
    touched: schedule,
    flush,
    beginLoad() {
      const savesBefore = saves;
      const wasSaving = saving !== null;
      const keptBefore = readKept();
      return (text, { keepsBoth }) => {
        // Older than what was saved meanwhile, here or in another tab. The API announces each save, so it is loaded once more.
        if (wasSaving || saves !== savesBefore || readKept() !== keptBefore) return;
        const [mine, known] = [read(), readKept()];
        writeKept(text);
        if (mine === text) return;
        if (mine === known) return write(text);
        if (keepsBoth) write(together(text, known, mine));
        schedule();
      };
    },
  };
}

/** Both texts, unless one of them has grown from the other. */
function together(theirs: string, known: string, mine: string): string {
  if (theirs === known || mine.startsWith(theirs)) return mine;
  return theirs.startsWith(mine) ? theirs : `${theirs}\n${mine}`;
}

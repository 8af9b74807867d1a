import { type MacroBody, macroRoutes, type NewMacroBody } from '../../contracts/conversations/macro';
import { isMacroFor, type MacroStep } from '../../domain/macros';
import type { MacroRun, MacroRunRequest } from '../../store/macros/macro-runs';
import type { Macro, Macros, NewMacro } from '../../store/macros/macros';
import type { FindTextNames } from '../../store/macros/text-names';
import type { OperatorStore } from '../../store/people/operators';
import type { GroupStore } from '../../store/routing/groups';
import { type Named, requestedConversation, seesAll } from '../access/conversation-access';
import { auditActorOf } from '../middleware/actor';
import { requireAdministrator, requireScope, type Viewer } from '../middleware/viewer';
import type { ConversationPresenter } from '../present/conversation-presenter';
import { toIso } from '../present/times';
import { ApiError, invalidField, orNotFound } from '../problems';
import { pageOf } from '../request';
import { finding, implement, type Route } from '../route';
import { textValuesOf } from '../text-values';
import { type MacroRunDeps, runMacro } from './run-macro';

type Deps = MacroRunDeps & {
  readonly macros: Macros;
  readonly operators: Pick<OperatorStore, 'find'>;
  readonly groups: Pick<GroupStore, 'find'>;
  readonly findTextNames: FindTextNames;
  readonly present: ConversationPresenter;
};

/**
 * An operator's own macros, and those that their brands or the whole desk share. Every member may change those of a
 * brand; only administrators may change those of the whole desk, or with whom a macro is shared once it is.
 */
export function createMacroRoutes(deps: Deps): readonly Route[] {
  const { macros, conversations, findTextNames, present } = deps;
  const requested = async ({ params, viewer }: Named) => orNotFound(await macros.get(viewer, params.id));
  const changeable = async (named: Named): Promise<Macro> => {
    const macro = await requested(named);
    if (macro.isShared && macro.brandId === null && !seesAll(named.viewer)) throw new ApiError('forbidden');
    return macro;
  };

  return implement(macroRoutes)({
    async listMacros({ viewer, query }) {
      const { items, nextCursor } = await macros.list(viewer, pageOf(query));
      return { items: items.map(toBody), nextCursor };
    },
    async createMacro({ viewer, body, request }) {
      const fields = { name: body.name, steps: body.steps, ...ownerOf(viewer, body) };
      await checkSteps(deps, body.steps, viewer);
      return toBody(await macros.create(viewer, fields, auditActorOf(request)));
    },
    getMacro: finding(requested, ({ found }) => toBody(found)),
    changeMacro: finding(changeable, async ({ found, viewer, body, request }) => {
      const { name = found.name, steps = found.steps } = body;
      const fields = { name, steps, ...changedOwner(viewer, found, body) };
      await checkSteps(deps, body.steps ?? [], viewer);
      const changed = Object.entries(body).flatMap(([field, value]) => (value === undefined ? [] : [field]));
      if (changed.length === 0) return toBody(found);
      return toBody(
        orNotFound(await macros.change(viewer, found.id, fields, changed, auditActorOf(request))),
      );
    }),
    deleteMacro: finding(changeable, async ({ found, viewer, request }) => {
      if (!(await macros.remove(viewer, found.id, auditActorOf(request)))) throw new ApiError('not_found');
    }),
    runMacro: finding(
      (named: Named) => requestedConversation(conversations, named),
      async ({ found: stored, viewer, body: { macroId }, headers }) => {
        const request = {
          operatorId: viewer.operatorId,
          conversationId: stored.conversation.id,
          key: headers['Idempotency-Key'] ?? null,
        };
        const run = await beginRun(deps, request, viewer, { macroId, brandId: stored.conversation.brandId });
        if (run.macroId !== macroId) throw new ApiError('idempotency_key_reused');
        // Before any step is done: each needs the scope of its own call.
        if (run.steps.some(({ type }) => type === 'reply')) requireScope(viewer, 'send');
        const values = await textValuesOf(findTextNames, stored, viewer);
        const { steps, at } = await runMacro(deps, run, { stored, viewer, values });
        return { steps: [...steps], conversation: await present.one(viewer, at) };
      },
    ),
  });
}

/** The run under the request's key, else a new run of the macro. */
async function beginRun(
  { macroRuns, macros }: Deps,
  request: MacroRunRequest,
  viewer: Viewer,
  { macroId, brandId }: { readonly macroId: string; readonly brandId: string },
): Promise<MacroRun> {
  const known = await macroRuns.find(request);
  if (known !== null) return known;
  const macro = await macros.get(viewer, macroId);
  if (macro === null) throw invalidField('macroId', 'is not a macro that you may use');
  if (!isMacroFor(brandId, macro))
    throw invalidField('macroId', 'is not a macro of this conversation’s brand');
  return macroRuns.begin(request, macro);
}

type Owner = Pick<NewMacro, 'isShared' | 'brandId'>;

/** Who owns a macro, according to the request. */
function ownerOf(viewer: Viewer, { isShared, brandId }: Pick<NewMacroBody, 'isShared' | 'brandId'>): Owner {
  if (!isShared) {
    if (brandId === undefined || brandId === null) return { isShared, brandId: null };
    throw invalidField('brandId', 'is only for shared macros');
  }
  if (typeof brandId === 'string') {
    if (viewer.brandIds.includes(brandId)) return { isShared, brandId };
    throw invalidField('brandId', 'is not a brand that you are a member of');
  }
  if (seesAll(viewer)) return { isShared, brandId: null };
  if (brandId === null)
    throw invalidField('brandId', 'must be a brand: only administrators may share with the whole desk');
  const [only, ...others] = viewer.brandIds;
  if (only !== undefined && others.length === 0) return { isShared, brandId: only };
  throw invalidField('brandId', 'is required, because you belong to several brands');
}

function changedOwner(
  viewer: Viewer,
  { isShared: wasShared, brandId: formerBrandId }: Owner,
  { isShared = wasShared, brandId }: { isShared?: boolean | undefined; brandId?: string | null | undefined },
): Owner {
  // Repeating the current owner changes nothing, and needs no permission to share.
  const isKept = isShared === wasShared && (brandId === undefined || brandId === formerBrandId);
  if (isKept) return { isShared, brandId: formerBrandId };
  // It would be taken from all who use it now. Whoever wants an own one copies it.
  if (wasShared) requireAdministrator(viewer);
  return ownerOf(viewer, { isShared, brandId });
}

/**
 * Whether an operator may see a conversation, and a group is of its brand, is checked when the macro runs; here only that
 * there is such an operator or group.
 */
async function checkSteps(
  { operators, groups }: Deps,
  steps: readonly MacroStep[],
  { brandIds }: Viewer,
): Promise<void> {
  for (const [index, step] of steps.entries()) {
    if (step.type !== 'transfer') continue;
    if (step.operatorId === undefined) {
      if (step.groupId === undefined || (await groups.find(step.groupId, brandIds)) === null)
        throw invalidField(`steps.${index}.groupId`, 'is not a group of your brands');
      continue;
    }
    const colleague = await operators.find(step.operatorId);
    if (colleague === null || colleague.disabledAt !== null) {
      throw invalidField(`steps.${index}.operatorId`, 'is not an operator of this desk');
    }
  }
}

function toBody({ steps, createdAt, ...rest }: Macro): MacroBody {
  return { ...rest, steps: [...steps], createdAt: toIso(createdAt) };
}

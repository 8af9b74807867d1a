import { type GroupBody, groupRoutes } from '../../contracts/people/group';
import type { ChannelStore } from '../../store/channels/channels';
import type { Group, GroupRefusal, GroupResult, GroupStore } from '../../store/routing/groups';
import type { Named } from '../access/conversation-access';
import { auditActorOf } from '../middleware/actor';
import { toIso } from '../present/times';
import { type ApiError, conflict, invalidField, orNotFound } from '../problems';
import { pageOf } from '../request';
import { finding, implement, type Route } from '../route';

type Deps = { readonly groups: GroupStore; readonly channels: Pick<ChannelStore, 'forgetFailureGroup'> };

/** Groups of operators: administrators write them, members of the brand read them. */
export function createGroupRoutes({ groups, channels }: Deps): readonly Route[] {
  const requested = async ({ params, viewer }: Named): Promise<Group> =>
    orNotFound(await groups.find(params.id, viewer.brandIds));

  return implement(groupRoutes)({
    async listGroups({ viewer: { brandIds }, query }) {
      const { brandId } = query;
      const asked = brandId === undefined ? brandIds : brandIds.filter((id) => id === brandId);
      const { items, nextCursor } = await groups.list(asked, pageOf(query));
      return { items: items.map(present), nextCursor };
    },
    async createGroup({ viewer, body, request }) {
      if (!viewer.brandIds.includes(body.brandId)) throw invalidField('brandId', 'is not a brand');
      return present(accepted(await groups.create(body, auditActorOf(request))));
    },
    getGroup: finding(requested, ({ found }) => present(found)),
    changeGroup: finding(requested, async ({ found, body, request }) =>
      present(accepted(orNotFound(await groups.change(found.id, body, auditActorOf(request))))),
    ),
    deleteGroup: finding(requested, async ({ found, request }) => {
      await channels.forgetFailureGroup(found.id);
      if (!(await groups.remove(found.id, auditActorOf(request)))) orNotFound(null);
    }),
  });
}

const REFUSALS: Readonly<Record<GroupRefusal, () => ApiError>> = {
  name_taken: () => conflict('Another group of the brand already has this name.', 'name_taken'),
  no_member: () => invalidField('operatorIds', 'contains somebody who is not a member of the brand'),
};

function accepted(result: GroupResult): Group {
  if ('group' in result) return result.group;
  throw REFUSALS[result.refusal]();
}

function present({ id, brandId, name, operatorIds, createdAt }: Group): GroupBody {
  return { id, brandId, name, operatorIds: [...operatorIds], createdAt: toIso(createdAt) };
}

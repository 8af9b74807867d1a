import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../shared/api/client';
import { notify } from '../shared/notify';
import { useSetupMutation } from '../shared/setup/requests';
import { Loaded } from '../shared/ui/loaded';
import { Panel } from '../shared/ui/page';

const ROLES = ['operator', 'administrator'] as const;
const KEY = ['sign-in-policy'];

/** Which roles need a second factor with a password. */
export function TwoFactorPolicy() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const policy = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api('get', '/api/v1/sign-in-policy', { signal }),
    staleTime: 0,
  });
  const save = useSetupMutation(
    (twoFactorRoles: (typeof ROLES)[number][]) =>
      api('put', '/api/v1/sign-in-policy', { body: { twoFactorRoles } }),
    'notice',
  );
  return (
    <Panel title={t('signIn.policyTitle')} hint={t('signIn.policyHint')}>
      <Loaded query={policy}>
        {({ twoFactorRoles }) => (
          <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
            <legend className="visually-hidden">{t('signIn.policyRoles')}</legend>
            <Checkbox.Group
              value={[...twoFactorRoles]}
              disabled={save.isPending}
              options={ROLES.map((role) => ({ value: role, label: t(`signIn.role_${role}`) }))}
              onChange={(roles) =>
                save.mutate([...roles], {
                  onSuccess(saved) {
                    client.setQueryData(KEY, saved);
                    notify({
                      kind: 'success',
                      title: t(roles.length === 0 ? 'forms.saved' : 'signIn.policySaved'),
                    });
                    // It may be the reader who lacks one.
                    void client.invalidateQueries({ queryKey: ['me'] });
                  },
                })
              }
            />
          </fieldset>
        )}
      </Loaded>
    </Panel>
  );
}

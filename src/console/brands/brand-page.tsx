import { useTranslation } from 'react-i18next';
import { Outlet, useParams } from 'react-router';
import { ApiError } from '../shared/api/api-error';
import { useBrands } from '../shared/setup/requests';
import { Loaded } from '../shared/ui/loaded';
import { Page } from '../shared/ui/page';
import { PageTabs } from '../shared/ui/page-tabs';
import { Failed } from '../shared/ui/states';

/** The parts of a brand's page: routes below it. */
const TABS = ['routing', 'hours'] as const;

/** The frame around the settings of one brand. */
export function BrandPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const brands = useBrands();
  return (
    <Loaded query={brands}>
      {(all) => {
        const brand = all.find((one) => one.id === id);
        if (brand === undefined) return <Failed error={new ApiError('not_found', 404)} />;
        return (
          <Page
            key={id}
            title={brand.name}
            hint={t('brands.pageHint')}
            back={{ to: '/setup/brands', label: t('setup.brands') }}
          >
            <PageTabs
              label={brand.name}
              tabs={TABS.map((tab) => ({
                to: `/setup/brands/${id}/${tab}`,
                words: t(`brands.tab_${tab}`),
              }))}
            />
            <Outlet context={brand} />
          </Page>
        );
      }}
    </Loaded>
  );
}

import { usePageBrand } from '../shared/setup/use-page-brand';
import { Loaded } from '../shared/ui/loaded';
import { HoursForm } from './hours-form';
import { useBrandHours } from './requests';

/** The opening hours of a brand: a part of the brand's page. */
export function BrandHoursPage() {
  const { id } = usePageBrand();
  return (
    <Loaded query={useBrandHours(id)}>
      {({ hours }) => (
        <HoursForm
          key={id}
          of={{ kind: 'brand', id }}
          kind={hours === null ? 'always' : 'hours'}
          hours={hours}
        />
      )}
    </Loaded>
  );
}

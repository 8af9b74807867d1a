import { usePageBrand } from '../shared/setup/use-page-brand';
import { Loaded } from '../shared/ui/loaded';
import { useRouting } from './requests';
import { RoutingForm } from './routing-form';

/** Who is rung for a brand's conversations: a part of the brand's page. */
export function RoutingPage() {
  const { id } = usePageBrand();
  const routing = useRouting(id);
  return <Loaded query={routing}>{(data) => <RoutingForm key={id} brandId={id} routing={data} />}</Loaded>;
}

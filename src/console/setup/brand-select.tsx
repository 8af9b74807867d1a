import { Select } from 'antd';
import { useBrands } from './requests';

/** Brands by their names. Takes `id`, `value` and `onChange` of its form's field. */
export function BrandsSelect(props: {
  readonly id?: string;
  readonly value?: string[];
  readonly onChange?: (ids: string[]) => void;
}) {
  const brands = useBrands();
  return (
    <Select<string[]>
      {...props}
      mode="multiple"
      loading={brands.isPending}
      showSearch={{ optionFilterProp: 'label' }}
      options={(brands.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}

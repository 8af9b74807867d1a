import { Select } from 'antd';
import { BY_LABEL } from '../shared/forms/find-option';
import { passTabOn } from '../shared/forms/pass-tab-on';
import { useBrands } from '../shared/setup/requests';

/** A select for brands. Takes `id`, `value` and `onChange` from its form field. */
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
      showSearch={BY_LABEL}
      onInputKeyDown={passTabOn}
      options={(brands.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}

import { searchForm } from '../../../domain/search-form';

type Option = { readonly label?: unknown };

/** For `showSearch` of a select: finds options by their label, in the same way as the search finds texts. */
export const BY_LABEL = {
  optionFilterProp: 'label',
  filterOption: (input: string, option?: Option): boolean =>
    typeof option?.label === 'string' && searchForm(option.label).includes(searchForm(input).trim()),
} as const;

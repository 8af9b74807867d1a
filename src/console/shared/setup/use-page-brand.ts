import { useOutletContext } from 'react-router';
import type { BrandBody } from '../../../contracts/people/brand';

/** The brand whose page is open: for the parts of it, which are routes below it. */
export const usePageBrand = (): BrandBody => useOutletContext<BrandBody>();

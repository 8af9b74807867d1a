import { PlusOutlined, TagsOutlined } from '@ant-design/icons';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { BrandBody } from '../../contracts/people/brand';
import { useBrands, useChannels, useOperators } from '../shared/setup/requests';
import { LoadedRows } from '../shared/ui/loaded';
import { Page, Row } from '../shared/ui/page';
import { Empty } from '../shared/ui/states';
import { BrandDialog } from './brand-dialog';
import { MembersDialog } from './members-dialog';

type Open =
  | { readonly dialog: 'name'; readonly brand: BrandBody | null }
  | { readonly dialog: 'members'; readonly brand: BrandBody };

/** The brands, and who belongs to them. */
export function BrandsPage() {
  const { t } = useTranslation();
  const brands = useBrands();
  const [open, setOpen] = useState<Open | null>(null);
  const close = (): void => setOpen(null);
  const add = (
    <Button
      type="primary"
      icon={<PlusOutlined aria-hidden />}
      onClick={() => setOpen({ dialog: 'name', brand: null })}
    >
      {t('brands.add')}
    </Button>
  );
  return (
    <Page title={t('setup.brands')} hint={t('brands.hint')} actions={add}>
      <LoadedRows
        query={brands}
        label={t('setup.brands')}
        empty={
          <Empty icon={<TagsOutlined aria-hidden />} title={t('brands.empty')} hint={t('brands.emptyHint')} />
        }
      >
        {(brand) => <BrandRow key={brand.id} brand={brand} show={(dialog) => setOpen({ dialog, brand })} />}
      </LoadedRows>
      {open?.dialog === 'name' && <BrandDialog brand={open.brand} close={close} />}
      {open?.dialog === 'members' && <MembersDialog brand={open.brand} close={close} />}
    </Page>
  );
}

function BrandRow({
  brand,
  show,
}: {
  readonly brand: BrandBody;
  readonly show: (dialog: Open['dialog']) => void;
}) {
  const { t } = useTranslation();
  const operators = useOperators();
  const channels = useChannels();
  const members = operators.data?.filter(({ brandIds }) => brandIds.includes(brand.id));
  const own = channels.data?.filter(({ brandId }) => brandId === brand.id);
  return (
    <Row
      name={<Link to={`/setup/brands/${brand.id}/routing`}>{brand.name}</Link>}
      meta={own?.map(({ id, name }) => <Tag key={id}>{name}</Tag>)}
    >
      <Button onClick={() => show('members')}>
        {members === undefined ? '–' : t('brands.members', { count: members.length })}
        <span className="visually-hidden">{brand.name}</span>
      </Button>
      <Button onClick={() => show('name')}>
        {t('brands.rename')} <span className="visually-hidden">{brand.name}</span>
      </Button>
    </Row>
  );
}

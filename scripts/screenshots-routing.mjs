// The pictures of routing, for scripts/screenshots.mjs: an offer, the page of the queue, and opening hours. They come
// last, because their scene changes who is rung; how it was before is put back.

export const routingPictures = ['console-offer.png', 'console-supervisors.png', 'console-hours.png'];

const PASSWORD = 'a quiet pot of oolong';
const OFFER_SECONDS = 60;
/** Nobody who waits is missed while the pictures are taken. */
const RING_SECONDS = 3_600;
const WORKDAY = [
  ['09:00', '12:00'],
  ['13:00', '18:00'],
];

/**
 * Plays the scene and takes the wanted ones. `open(where, options, who)` signs somebody in, the administrator if nobody
 * is named; `begin(openId, text)` lets a customer write and resolves with the conversation.
 */
export async function takeRouting({ call, begin, open, save, isWanted }) {
  const channel = await call('GET', '/channels/sandbox');
  const brand = `/brands/${channel.brandId}`;
  const routing = await call('GET', `${brand}/routing`);
  const hours = await call('GET', `${brand}/hours`);
  const ring = (ringTimeSeconds) => call('PATCH', '/channels/sandbox', { settings: { ringTimeSeconds } });
  const choose = (status) => call('PUT', '/me/availability', { status });
  try {
    // The administrator watches.
    await choose('away');
    await ring(RING_SECONDS);
    const people = await addPeople({ call, begin, brandId: channel.brandId });
    for (const [openId, text] of [
      ['oShop11', '你好，这款茶可以开发票吗？'],
      ['oShop12', 'Can I change my order?'],
      ['oShop13', '快递一直没有更新，请帮我看一下。'],
    ])
      await begin(openId, text);
    await call('PATCH', `${brand}/routing`, { mode: 'offer', offerSeconds: OFFER_SECONDS });
    await takeOffers({ people, open, save, isWanted });
    await call('PUT', `${brand}/hours`, openingHours());
    if (isWanted('console-hours.png')) await takeHours({ open, save, brandId: channel.brandId });
  } finally {
    await call('PUT', `${brand}/hours`, hours);
    await call('PATCH', `${brand}/routing`, routing);
    await ring(channel.settings.ringTimeSeconds);
    await choose('online');
  }
}

/** Operators with different capacity; two of them attend a conversation, and are a group. */
async function addPeople({ call, begin, brandId }) {
  const add = async (name, capacity) => {
    const email = `${name.toLowerCase().replace(' ', '')}@example.com`;
    const who = { email, password: PASSWORD };
    const { id } = await call('POST', '/operators', { ...who, name, brandIds: [brandId] });
    await call('PATCH', `/operators/${id}`, { capacity });
    return { ...who, id };
  };
  const give = async ({ id: operatorId }, openId, text) => {
    const conversation = await begin(openId, text);
    await call('POST', `/conversations/${conversation.id}/attend`, {});
    await call('POST', `/conversations/${conversation.id}/transfer`, { operatorId });
    return conversation.id;
  };
  const first = await add('Sales 1', 2);
  const second = await add('Sales 2', 3);
  await add('Support', 4);
  const operatorIds = [first.id, second.id];
  await call('POST', '/groups', { brandId, name: 'Sales', operatorIds });
  await give(second, 'oShop9', 'Thank you, the parcel has arrived.');
  return { first, second, attended: await give(first, 'oShop10', '请问可以送礼盒吗？') };
}

/** One is asked, and passes the offer on; then the next one comes. Their pages stay open: who leaves is not asked. */
async function takeOffers({ people: { first, second, attended }, open, save, isWanted }) {
  const asked = await open(`/inbox/mine/${attended}`, {}, first);
  const card = asked.getByTestId('offer').first();
  await card.waitFor();
  await asked.getByRole('log').getByText('礼盒').waitFor();
  await card
    .getByRole('timer')
    .getByText(/^5\d s$/)
    .waitFor();
  if (isWanted('console-offer.png')) await save(asked, 'console-offer.png');
  await card.getByRole('button', { name: /Decline/ }).click();
  const next = await open('/inbox/waiting', {}, second);
  await next.getByTestId('offer').nth(1).waitFor();
  if (isWanted('console-supervisors.png')) {
    const page = await open('/queue', {});
    await page.getByText('Asked so far: Sales 1').waitFor();
    await page.getByText(/Offered to Sales 1/).waitFor();
    await save(page, 'console-supervisors.png');
    await page.context().close();
  }
  await asked.context().close();
  await next.context().close();
}

async function takeHours({ open, save, brandId }) {
  const page = await open(`/setup/brands/${brandId}/hours`, { viewport: { width: 1280, height: 1500 } });
  await page.getByRole('group', { name: 'Monday' }).waitFor();
  await save(page, 'console-hours.png');
  await page.context().close();
}

/** Weekdays with a lunch break, a short Saturday, and days of the next year with hours of their own. */
function openingHours() {
  const year = new Date().getFullYear() + 1;
  return {
    timeZone: 'Asia/Shanghai',
    weekly: {
      mon: WORKDAY,
      tue: WORKDAY,
      wed: WORKDAY,
      thu: WORKDAY,
      fri: WORKDAY,
      sat: [['10:00', '16:00']],
      sun: [],
    },
    exceptions: [
      { date: `${year}-01-01`, name: 'New Year’s Day', periods: [] },
      { date: `${year}-10-01`, name: 'National Day', periods: [] },
      { date: `${year}-12-31`, name: 'New Year’s Eve', periods: [['09:00', '12:00']] },
    ],
  };
}

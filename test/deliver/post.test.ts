import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Posting, post } from '../../functions/deliver/post.ts';
import { isPublicAddress } from '../../functions/deliver/public-address.ts';
import { ReceivingServer } from './receiver-server.ts';

describe('where webhooks may go', () => {
  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00:ec2::254',
    '::ffff:10.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::a00:1',
    '2002:0a00:0001::',
    '2001:0:53aa:64c:0:0:0:1',
    '2001:db8::1',
    'ff02::1',
    'not an address',
  ])('R14.2 %s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '192.0.1.1', '2606:4700::1111', '2a00:1450:4001::1'])(
    'R14.2 %s is public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );
});

describe('posting to a receiver', () => {
  let server: ReceivingServer;
  const posting = (over: Partial<Posting> = {}): Posting => ({
    url: server.url,
    headers: { 'webhook-id': 'evt_1' },
    body: '{}',
    local: true,
    ...over,
  });

  beforeAll(async () => {
    server = await new ReceivingServer().start();
  });
  afterAll(() => server.stop());

  test.each([
    ['an address of this machine', (port: string) => `https://127.0.0.1:${port}/`],
    ['an address of this machine in IPv6', (port: string) => `https://[::1]:${port}/`],
    ['an address of this machine, mapped', (port: string) => `https://[::ffff:127.0.0.1]:${port}/`],
    ['an address in another notation', (port: string) => `https://2130706433:${port}/`],
    ['a name that leads to this machine', (port: string) => `https://localhost:${port}/`],
    ['plain http', () => 'http://receiver.example/'],
    ['another scheme', () => 'file:///etc/hostname'],
  ])('R14.2 %s is refused at the connection', async (_, urlAt) => {
    const url = urlAt(new URL(server.url).port);
    expect(await post(posting({ url, local: false }))).toBe('address not allowed');
    expect(server.received).toEqual([]);
  });

  test('R14.2 a redirect is a failure and is not followed', async () => {
    server.failsWith = 307;
    expect(await post(posting())).toBe('status 307');
    expect(server.received).toHaveLength(1);
    server.failsWith = null;
  });

  test('R14.2 a receiver that hangs is given five seconds', async () => {
    server.hangs = true;
    const begun = performance.now();
    expect(await post(posting())).toBe('timeout');
    expect(performance.now() - begun).toBeGreaterThan(4500);
    expect(performance.now() - begun).toBeLessThan(20_000);
    server.hangs = false;
  });

  test('R14.2 nobody there is a failure that names no address', async () => {
    const gone = await new ReceivingServer().start();
    const url = gone.url;
    await gone.stop();
    expect(await post(posting({ url }))).toBe('connection ECONNREFUSED');
  });
});

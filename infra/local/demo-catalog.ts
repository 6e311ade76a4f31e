/** Plans of the demonstration beside those that the local service loads by itself (demonstration.ts). */
export const DEMO_PLANS = [
  {
    id: 'office-security-monthly',
    name: 'Office Security, monthly',
    kind: 'subscription',
    family: 'office-security',
    term: { days: 30, starts: 'first_activation' },
    graceDays: 7,
    seats: { desktop: 3, mobile: 3 },
    products: [{ id: 'office-security-pc' }, { id: 'office-security-mac' }, { id: 'office-security-mobile' }],
  },
  {
    id: 'office-security-perpetual',
    name: 'Office Security, for good',
    kind: 'commercial',
    family: 'office-security',
    term: { days: null, starts: 'first_activation' },
    maintenanceDays: 365,
    seats: { desktop: 2 },
    products: [{ id: 'office-security-pc' }, { id: 'office-security-mac' }],
  },
  {
    id: 'office-security-beta',
    name: 'Office Security, beta',
    kind: 'beta',
    family: 'office-security',
    term: { days: 90, starts: 'first_activation' },
    seats: { desktop: 1 },
    products: [{ id: 'office-security-pc' }],
  },
] as const;

/** Products with the platforms and device names that they are seen on. */
export const DEMO_DEVICES = [
  { product: 'office-security-pc', platform: 'windows', osVersion: '10.0', names: ['Reception', 'Accounting', 'Desk'] },
  { product: 'office-security-pc', platform: 'windows', osVersion: '6.1', names: ['Old till', 'Workshop PC'] },
  { product: 'office-security-mac', platform: 'macos', osVersion: '15.1', names: ['Studio Mac', 'MacBook'] },
  { product: 'office-security-mobile', platform: 'android', osVersion: '15', names: ['Pixel', 'Delivery phone'] },
  { product: 'office-security-mobile', platform: 'ios', osVersion: '18.2', names: ['iPhone', 'iPad'] },
] as const;

export const FIRST_NAMES =
  'Ada Alan Barbara Carlos Chiara Dmitri Edsger Emmy Grace Hedy Ines Jürgen Kofi Leila Lin Margaret Mary Niklaus Olga Pierre Radia Sofía Tim Yuki'.split(
    ' ',
  );
export const LAST_NAMES =
  'Almeida Bauer Chen Dubois Eriksson Fischer García Haddad Ivanova Jansen Kowalski Larsen Moreau Novák Okafor Petrov Quist Rossi Sato Tanaka Ueda Virtanen Weber Zhang'.split(
    ' ',
  );

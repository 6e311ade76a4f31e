import { describe, expect, it } from 'vitest';
import { describeDevice } from '../../functions/client/fingerprint.ts';
import type { Probe } from '../../functions/client/hardware/probe.ts';

interface Machine {
  platform?: string;
  release?: string;
  environment?: Record<string, string>;
  files?: Record<string, string>;
  links?: Record<string, string>;
  output?: string;
  command?: string;
  address?: string;
}

function probe({ files = {}, links = {}, ...machine }: Machine): Probe {
  return {
    platform: machine.platform ?? 'linux',
    release: machine.release ?? '6.8.0-45-generic',
    environment: machine.environment ?? {},
    readText: async (path) => files[path] ?? null,
    readLink: async (path) => links[path] ?? null,
    list: async (folder) =>
      Object.keys({ ...files, ...links }).flatMap((path) =>
        path.startsWith(`${folder}/`) ? [path.slice(folder.length + 1).split('/')[0] ?? ''] : [],
      ),
    run: async (command) =>
      machine.command === undefined || machine.command === command ? (machine.output ?? null) : null,
    address: () => machine.address ?? null,
  };
}

const LINUX = {
  '/etc/machine-id': '3d1219c7c4c5404aaa1f6d2a48adfda4\n',
  '/dev/disk/by-id/nvme-Samsung_S1': '',
  '/dev/disk/by-id/nvme-Samsung_S1-part1': '',
  '/dev/disk/by-id/nvme-eui.0025': '',
  '/dev/disk/by-id/usb-Stick_1': '',
  '/sys/class/net/eth0/addr_assign_type': '0\n',
  '/sys/class/net/eth0/address': '52:54:00:00:00:02\n',
};
const LINKS = {
  '/sys/class/net/eth0': '../../devices/pci0000:00/0000:00:03.0/net/eth0',
  '/sys/class/net/docker0': '../../devices/virtual/net/docker0',
  '/sys/class/net/eth1': '../../devices/pci0000:00/usb1/1-1/net/eth1',
};
const WINDOWS = JSON.stringify({ board: 'F7FA2B78-F7D4-5B1B', disk: 'S1', mac: '52-54', install: 'guid' });

const describeMachine = (machine: Machine, namespace = 'acme') => describeDevice({ namespace, probe: probe(machine) });
const names = (description: Awaited<ReturnType<typeof describeDevice>>) =>
  Object.keys(description.device?.components ?? {}).sort();

describe('describing a device', () => {
  it('Linux: disk, network and installation, by weight, without what only root may read', async () => {
    const machine = { files: { ...LINUX, '/sys/class/dmi/id/product_uuid': 'secret-of-root' }, links: LINKS };
    const description = await describeMachine(machine);
    expect(description).toMatchObject({ surroundings: 'machine', trust: 'hardware', note: null });
    expect(names(description)).toEqual(['disk', 'install', 'mac']);
    expect(description.device?.fingerprint).toBeUndefined();
    const user = await describeMachine({ files: LINUX, links: LINKS });
    expect(user).toEqual(description);
  });

  it('shows hashes alone, which two vendors cannot compare', async () => {
    const description = await describeMachine({ files: LINUX, links: LINKS });
    expect(JSON.stringify(description)).not.toMatch(/3d1219c7|Samsung|52:54/);
    for (const value of Object.values(description.device?.components ?? {})) {
      expect(value).toMatch(/^[\w-]{43}$/);
    }
    const other = await describeMachine({ files: LINUX, links: LINKS }, 'other');
    const all = [description, other].flatMap(({ device }) => Object.values(device?.components ?? {}));
    expect(new Set(all).size).toBe(6);
  });

  it('neither virtual, nor plugged, nor made-up network addresses count', async () => {
    const plugged = { '/sys/class/net/eth1/addr_assign_type': '0', '/sys/class/net/eth1/address': '00:00:00:00:00:01' };
    const made = { '/sys/class/net/docker0/addr_assign_type': '3', '/sys/class/net/docker0/address': '02:42' };
    const description = await describeMachine({ files: { ...LINUX, ...plugged, ...made }, links: LINKS });
    expect(description).toEqual(await describeMachine({ files: LINUX, links: LINKS }));
  });

  it('R10.3 a reinstalled system keeps the hardware components', async () => {
    const before = await describeMachine({ files: LINUX, links: LINKS });
    const after = await describeMachine({ files: { ...LINUX, '/etc/machine-id': 'another' }, links: LINKS });
    const { install: oldId, ...oldParts } = before.device?.components ?? {};
    const { install: newId, ...newParts } = after.device?.components ?? {};
    expect(newParts).toEqual(oldParts);
    expect(newId).not.toBe(oldId);
  });

  it.each([
    ['a file of Docker', { files: { ...LINUX, '/.dockerenv': '' } }],
    ['a file of Podman', { files: { ...LINUX, '/run/.containerenv': '' } }],
    ['the variable of systemd', { files: LINUX, environment: { container: 'lxc' } }],
    ['Kubernetes', { files: LINUX, environment: { KUBERNETES_SERVICE_HOST: '10.0.0.1' } }],
    ['its group', { files: { ...LINUX, '/proc/1/cgroup': '0::/kubepods/burstable/pod1' } }],
    ['a container inside WSL', { files: { ...LINUX, '/.dockerenv': '' }, release: '5.15.0-microsoft-standard-WSL2' }],
  ])('a container is no device: %s', async (_, machine) => {
    const description = await describeMachine({ ...machine, links: LINKS });
    expect(description).toMatchObject({ device: null, surroundings: 'container', trust: 'none' });
    expect(description.note).toContain('installationId');
  });

  it('a container with an id of its own is the device of that id, wherever it runs', async () => {
    const files = { ...LINUX, '/.dockerenv': '' };
    const options = { namespace: 'acme', installationId: 'volume-1', name: 'Worker' };
    const description = await describeDevice({ ...options, probe: probe({ files }) });
    expect(description).toMatchObject({ trust: 'installation', device: { platform: 'linux', name: 'Worker' } });
    expect(description.device?.components).toBeUndefined();
    const moved = await describeDevice({ ...options, probe: probe({ files: { '/.dockerenv': '' } }) });
    expect(moved.device).toEqual(description.device);
  });

  it('WSL is the Windows around it: one device, one seat', async () => {
    const windows = await describeMachine({ platform: 'win32', output: WINDOWS });
    const wsl = await describeMachine({ release: '5.15.0-microsoft-standard-WSL2', files: LINUX, output: WINDOWS });
    expect(windows.device?.platform).toBe('windows');
    expect(wsl).toMatchObject({ surroundings: 'wsl', trust: 'hardware', device: { platform: 'linux' } });
    expect(wsl.device?.fingerprint).toBe(windows.device?.fingerprint);
    expect(wsl.device?.components).toEqual(windows.device?.components);
  });

  it('WSL finds PowerShell also without the path of Windows', async () => {
    const command = '/mnt/c/Windows/System32/WindowsPowerShell/v1.0/powershell.exe';
    const wsl = await describeMachine({ release: '5.15.0-microsoft-standard-WSL2', output: WINDOWS, command });
    expect(wsl.trust).toBe('hardware');
  });

  it('WSL that cannot ask Windows says so, and takes no virtual network card for hardware', async () => {
    const wsl = await describeMachine({ release: '4.4.0-19041-Microsoft', files: LINUX, links: LINKS });
    expect(wsl).toMatchObject({ surroundings: 'wsl', trust: 'installation' });
    expect(names(wsl)).toEqual(['install']);
    expect(wsl.note).toContain('distribution');
  });

  it('macOS: the hardware UUID is the fingerprint', async () => {
    const output = '  "IOPlatformUUID" = "F7FA2B78-F7D4-5B1B-A4E3-BACB1BBD95A1"\n';
    const mac = await describeMachine({ platform: 'darwin', output, address: 'a4:83:e7:00:00:01' });
    expect(mac).toMatchObject({ trust: 'hardware', device: { platform: 'macos' } });
    expect(mac.device?.fingerprint).toMatch(/^[\w-]{43}$/);
    expect(names(mac)).toEqual(['board', 'mac']);
  });

  it.each([
    'To be filled by O.E.M.',
    'Default string',
    'None',
    '00000000-0000-0000-0000-000000000000',
    'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
    '03000200-0400-0500-0006-000700080009',
    '0123456789ABCDEF',
    'System Serial Number',
    '  ',
  ])('a vendor’s placeholder is no serial number: %s', async (board) => {
    const output = JSON.stringify({ board, disk: 'S1', mac: null, install: 'guid' });
    const description = await describeMachine({ platform: 'win32', output });
    expect(names(description)).toEqual(['disk', 'install']);
    expect(description.device?.fingerprint).toBeUndefined();
  });

  it.each([
    ['nothing can be read', {}],
    ['PowerShell fails', { platform: 'win32' }],
    ['PowerShell answers nonsense', { platform: 'win32', output: 'Access denied' }],
  ])('says that there is nothing when %s', async (_, machine) => {
    expect(await describeMachine(machine)).toMatchObject({ device: null, trust: 'none' });
  });

  it('does not throw on this machine, whatever it is', async () => {
    const description = await describeDevice({ namespace: 'acme' });
    expect(description.device === null).toBe(description.trust === 'none');
  });
});

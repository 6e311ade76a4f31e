import type { Probe } from './probe.ts';

/** Hardware values by component name, as they are; they leave this folder as hashes alone. */
export type Parts = Readonly<Partial<Record<'board' | 'disk' | 'mac' | 'install', string>>>;

/** What vendors leave in a serial number's place: it would make thousands of machines one device. */
const PLACEHOLDER =
  /^(|0+|f+|none|null|unknown|default( string)?|not (specified|applicable|available)|(to be filled|system|chassis|o\.?e\.?m).*|0?123456789.*|03000200-0400-0500-0006-000700080009|(0{8}|f{8})-.*)$/i;

/** @returns the parts that are there and are no placeholder */
function keepReal(parts: Readonly<Record<keyof Parts, string | null | undefined>>): Parts {
  const entries = Object.entries(parts).map(([name, value]) => [name, value?.replaceAll('\0', '').trim()] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && !PLACEHOLDER.test(value)));
}

/**
 * Linux: only what every user may read. The serial numbers under /sys/class/dmi are root's, and an application that is
 * started once as root must not be two devices.
 */
export async function readLinuxParts(probe: Probe): Promise<Parts> {
  return keepReal({
    board: await probe.readText('/sys/firmware/devicetree/base/serial-number'),
    disk: await findLinuxDisk(probe),
    mac: await findLinuxAddress(probe),
    install: await probe.readText('/etc/machine-id'),
  });
}

/** The names under by-id hold model and serial number; of several built-in disks the first by name. */
async function findLinuxDisk(probe: Probe): Promise<string | undefined> {
  const names = await probe.list('/dev/disk/by-id');
  return names
    .filter((name) => /^(ata|nvme|scsi|mmc|virtio)-(?!eui\.|nvme\.)/.test(name) && !/-part\d+$/.test(name))
    .toSorted()[0];
}

/** The lowest permanent address of a built-in adapter: neither virtual, nor plugged in, nor made up for privacy. */
async function findLinuxAddress(probe: Probe): Promise<string | undefined> {
  const addresses: string[] = [];
  for (const name of await probe.list('/sys/class/net')) {
    const link = (await probe.readLink(`/sys/class/net/${name}`)) ?? '';
    const origin = await probe.readText(`/sys/class/net/${name}/addr_assign_type`);
    const address = await probe.readText(`/sys/class/net/${name}/address`);
    if (!/\/virtual\/|\/usb\d/.test(link) && origin?.trim() === '0' && address !== null) addresses.push(address.trim());
  }
  return addresses.toSorted()[0];
}

/** macOS: the hardware UUID survives a reinstallation; the disk is part of the board. */
export async function readMacParts(probe: Probe): Promise<Parts> {
  const registry = (await probe.run('/usr/sbin/ioreg', ['-rd1', '-c', 'IOPlatformExpertDevice'])) ?? '';
  const board = /"IOPlatformUUID" = "([^"]+)"/.exec(registry)?.[1];
  return keepReal({ board, mac: probe.address('en0'), disk: null, install: null });
}

/** One start of PowerShell for all parts; `wmic` is no longer part of Windows. */
const WINDOWS_SCRIPT = [
  '$ErrorActionPreference = "SilentlyContinue"',
  '$board = (Get-CimInstance Win32_ComputerSystemProduct).UUID',
  '$disk = (Get-Disk | Where-Object IsBoot | Select-Object -First 1).SerialNumber',
  '$mac = (Get-NetAdapter -Physical | Where-Object { $_.PnPDeviceID -notlike "USB*" } | Sort-Object PermanentAddress | Select-Object -First 1).PermanentAddress',
  '$install = (Get-ItemProperty "HKLM:\\SOFTWARE\\Microsoft\\Cryptography").MachineGuid',
  'ConvertTo-Json -Compress @{ board = $board; disk = $disk; mac = $mac; install = $install }',
].join('; ');

/** Where WSL shows it, also to those who keep the path of Windows out of theirs. */
const POWERSHELL_FROM_WSL = '/mnt/c/Windows/System32/WindowsPowerShell/v1.0/powershell.exe';

/** Windows, and from inside WSL the Windows around it. */
export async function readWindowsParts(probe: Probe): Promise<Parts> {
  const args = ['-NoProfile', '-NonInteractive', '-Command', WINDOWS_SCRIPT];
  const output = (await probe.run('powershell.exe', args)) ?? (await probe.run(POWERSHELL_FROM_WSL, args));
  try {
    const found = JSON.parse(output ?? '{}') as Partial<Record<keyof Parts, unknown>>;
    const read = (name: keyof Parts) => (typeof found[name] === 'string' ? found[name] : null);
    return keepReal({ board: read('board'), disk: read('disk'), mac: read('mac'), install: read('install') });
  } catch {
    return {};
  }
}

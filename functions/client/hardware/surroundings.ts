import type { Probe } from './probe.ts';

/** On what the application runs, as far as it matters for knowing the device again. */
export type Surroundings = 'machine' | 'container' | 'wsl';

const CONTAINER_FILES = ['/.dockerenv', '/run/.containerenv', '/run/systemd/container'];
const CONTAINER_GROUPS = /docker|kubepods|containerd|libpod|lxc|garden/;

/**
 * A container sees its host's hardware, which all containers of the host share, and an address and ids of its own, which
 * the next container will not have: neither is the device that was licensed.
 */
export async function findSurroundings(probe: Probe): Promise<Surroundings> {
  if (probe.platform !== 'linux') return 'machine';
  const { container, KUBERNETES_SERVICE_HOST: kubernetes } = probe.environment;
  const marks = await Promise.all(CONTAINER_FILES.map((path) => probe.readText(path)));
  const groups = (await probe.readText('/proc/1/cgroup')) ?? '';
  // A container inside WSL is a container first.
  if (container || kubernetes || marks.some((mark) => mark !== null) || CONTAINER_GROUPS.test(groups))
    return 'container';
  return /microsoft/i.test(probe.release) ? 'wsl' : 'machine';
}

/** Processor time of this process's threads since it began, ms. Child processes (the database) are not counted. */
export async function measureCpu(): Promise<number> {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Private, local and documentation addresses: behind them stands another one, which the internet sees. */
const NOT_PUBLIC_V4 =
  /^(?:0|10|127|192\.168|169\.254|192\.0\.2|198\.51\.100|203\.0\.113|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./;
const NOT_PUBLIC_V6 = /^(?:::1?$|f[cd]|fe[89ab]|2001:db8:)/i;

/** Whether WeChat can see an IP address of this host as it is. */
export function isPublicAddress(ip: string): boolean {
  return ip.includes(':') ? !NOT_PUBLIC_V6.test(ip) : !NOT_PUBLIC_V4.test(ip);
}

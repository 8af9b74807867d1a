export const ringing = {
  rings: '正在响铃：{{number}} 个会话等待中',
  silence: '停止响铃',
  hint: '有客户等待时，在一个标签页中响铃，直到有客服接待。',
  sound: '声音',
  soundRefused: '您在此页面点击或按键之前，浏览器不会播放声音。',
  notifications: '浏览器通知',
  notificationsDenied: '浏览器阻止了此页面的通知。请在浏览器的网站设置中允许。',
  notificationsNeedHttps: '浏览器只为 https 页面显示通知。',
  notification: '{{name}}正在等待',
  offered: '{{name}}已分配给您',
  assigned: '{{name}}的会话已分配给您接待',
} as const;

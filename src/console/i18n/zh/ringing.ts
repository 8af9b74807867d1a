export const ringing = {
  title: '响铃',
  rings: '正在响铃：{{number}} 个会话等待中',
  silence: '静音',
  hint: '有客户等待时在一个标签页中响铃，直到有人接待。',
  sound: '声音',
  soundRefused: '浏览器在您点击页面或按键之前不会播放声音。',
  notifications: '浏览器通知',
  notificationsDenied: '浏览器拒绝了本页面的通知，请在浏览器的网站设置中允许。',
  notificationsNeedHttps: '只有使用 https 的页面才能显示浏览器通知。',
  notification: '{{name}}正在等待',
} as const;

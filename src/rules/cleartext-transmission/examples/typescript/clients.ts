import axios from 'axios';

export const rates = () => fetch('http://rates.bank.com/today'); // assay: cleartext-transmission
export const news = () => axios({ url: 'http://news.site.com', method: 'GET' }); // assay: cleartext-transmission
export const feed = new WebSocket('ws://feed.site.com'); // assay: cleartext-transmission
export const local = () => fetch('http://localhost:3000/health');
export const inside = () => fetch('http://backend:8080/health');
export const safe = () => fetch('https://rates.bank.com/today');

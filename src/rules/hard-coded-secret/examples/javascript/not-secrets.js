import { createHmac } from 'node:crypto';

const passwordField = document.querySelector('#password');
const messages = { password: 'Please type your password', token: 'The token has expired' };

export const label = messages.password;
export const sign = (text, key) => createHmac('sha256', key).update(text).digest('hex');
export const isEmpty = () => passwordField.value === '';

// "Something is wrong": raising an alert, answering one for the guild, and the devices that raise them.
import type { Alert } from '../api-types';
import { random, toHex } from '../bytes';
import type { AlertInput, DeviceInput } from '../envelope/commands';
import type { AlertId } from '../ids';
import type { Sender, Sent } from './sender';

export function callActions(sender: Sender) {
  return {
    async raiseAlert(input: AlertInput): Promise<Sent & { alert: AlertId }> {
      const alert = toHex(random(16)) as AlertId;
      return {
        ...(await sender.send({ kind: 'raise_alert', alert, ...input }, input.text)),
        alert,
      };
    },
    confirmAlert({ id, text }: Alert): Promise<Sent> {
      return sender.send({ kind: 'confirm_alert', alert: id }, text);
    },
    dismissAlert({ id, text }: Alert, reason: string): Promise<Sent> {
      return sender.send({ kind: 'dismiss_alert', alert: id, reason }, text);
    },
    putDevice(device: DeviceInput): Promise<Sent> {
      return sender.send({ kind: 'put_device', ...device }, device.name);
    },
  };
}

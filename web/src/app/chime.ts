// Two soft tones and a short buzz; where the page lies in the background and the owner has allowed
// notifications, one of those. Browsers refuse both before the first touch: then there is the notice alone.
import type { TaskId } from '../core/ids';

const tones_hz = [523, 659];
const tone_seconds = 0.35;
const loudness = 0.15;

/** As the service worker names it too, so that a call stands there once. */
const tagOf = (task: TaskId): string => `call/${task}`;

/** `path`: where a tap on the notification leads. */
export function chime({ id, title, path }: { id: TaskId; title: string; path: string }): void {
  if (navigator.userActivation?.hasBeenActive) {
    navigator.vibrate?.([200, 100, 200]);
    void play();
  }
  const mayNotify = 'Notification' in window && Notification.permission === 'granted';
  if (mayNotify && document.hidden)
    void navigator.serviceWorker?.ready.then((worker) =>
      worker.showNotification(title, { tag: tagOf(id), data: { task: id, path } }),
    );
}

/** The call was answered, or nobody is needed any more. */
export async function hush(task: TaskId): Promise<void> {
  const worker = await navigator.serviceWorker?.getRegistration();
  for (const shown of (await worker?.getNotifications({ tag: tagOf(task) })) ?? []) shown.close();
}

async function play(): Promise<void> {
  if (!('AudioContext' in window)) return;
  const audio = new AudioContext();
  try {
    if (audio.state !== 'running') return;
    const volume = audio.createGain();
    volume.gain.value = loudness;
    volume.connect(audio.destination);
    await Promise.all(
      tones_hz.map((frequency, index) => {
        const tone = new OscillatorNode(audio, { frequency });
        tone.connect(volume);
        tone.start(audio.currentTime + index * tone_seconds);
        tone.stop(audio.currentTime + (index + 1) * tone_seconds);
        return new Promise((ended) => tone.addEventListener('ended', ended, { once: true }));
      }),
    );
  } finally {
    await audio.close();
  }
}

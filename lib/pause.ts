/** Waits for some time, or until a signal is aborted. */
import type {Clock} from './clock.ts';

/** Resolves after so many milliseconds, and at once when the signal is aborted. */
export async function pause(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
	if (signal.aborted) return;
	await new Promise<void>(resolve => {
		const stop = (): void => {
			cancel();
			signal.removeEventListener('abort', stop);
			resolve();
		};
		const cancel = clock.after(milliseconds, stop);
		signal.addEventListener('abort', stop);
	});
}

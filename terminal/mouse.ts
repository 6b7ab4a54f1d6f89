/** Decodes mouse reports in SGR form (mode 1006): `CSI < button ; column ; row M`, or `m` for a release. */
import type {TermEvent} from './event.ts';

const SHIFT = 4;
const ALT = 8;
const CTRL = 16;
const MOTION = 32;
const WHEEL = 64;

/** @returns the event of a report; none for other buttons than the first, sideways wheels, and movement with no button held */
export function mouseEvents(parameters: string, final: string): TermEvent[] {
	const [button = -1, column = 0, row = 0] = parameters.split(';').map(Number);
	const action = actionOf(button, final);
	if (action === undefined || !(column > 0) || !(row > 0)) return [];
	const held = (bit: number) => (button & bit) !== 0;
	return [
		{
			type: 'mouse',
			action,
			column: column - 1,
			row: row - 1,
			ctrl: held(CTRL),
			alt: held(ALT),
			shift: held(SHIFT),
		},
	];
}

function actionOf(button: number, final: string) {
	if (button < 0) return undefined;
	const which = button & ~(SHIFT | ALT | CTRL | MOTION);
	if (which === WHEEL) return 'wheelUp';
	if (which === WHEEL + 1) return 'wheelDown';
	if (which > WHEEL) return undefined;
	if ((button & MOTION) !== 0) return which === 3 ? undefined : 'drag';
	return which === 0 ? (final === 'm' ? 'release' : 'press') : undefined;
}

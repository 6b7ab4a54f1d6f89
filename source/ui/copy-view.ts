/** Finds the text that stands alone on the screen, to be copied. */
import type {CopyView} from '../../terminal/copy-view.ts';
import type {State} from '../state/model/state.ts';

/** @returns undefined while the panes are shown */
export function copyViewOf({dialogs}: State): CopyView | undefined {
	const top = dialogs.at(-1);
	return top?.type === 'copyView' ? top.view : undefined;
}

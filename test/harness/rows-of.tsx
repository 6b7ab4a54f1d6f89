/** Renders a pane with the size and the frame that it has on the screen. */
import {createElement} from 'react';
import type {State} from '../../source/state/model/state.ts';
import {layoutOf} from '../../source/state/panes/layout.ts';
import {panes, type PaneName} from '../../source/ui/panes.ts';
import type {Palette} from '../../terminal/palette.ts';
import {PaletteContext} from '../../terminal/ui/theme.ts';
import {renderPane} from './render-pane.tsx';

/** @returns its rows as they are written to a terminal; none where it is not on the screen */
export async function rowsOf(pane: PaneName, state: State, palette?: Palette): Promise<readonly string[]> {
	const at = panes[pane].at(state);
	if (!at) return [];
	const place = {columns: at.width, rows: at.height, framed: layoutOf(state).framed};
	const rendered = await renderPane(
		props => {
			const element = createElement(panes[pane].component, {...props, ...place});
			return palette ? createElement(PaletteContext, {value: palette}, element) : element;
		},
		state,
		place,
	);
	rendered.close();
	return rendered.rows;
}

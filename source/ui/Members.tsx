/** Draws the members of the open room, with presence and roles. */
import {Text} from 'ink';
import {safeText} from '../../protocol/text.ts';
import {insideOf} from '../../terminal/layout/rectangle.ts';
import {truncate, width} from '../../terminal/width.ts';
import Frame, {EDGE} from '../../terminal/ui/Frame.tsx';
import {isAlike} from '../../terminal/ui/is-alike.ts';
import type {PaneProps} from '../../terminal/ui/pane-props.ts';
import {nameLook, presenceRole, presenceSign, usePalette} from '../../terminal/ui/theme.ts';
import {useSelect} from '../../terminal/ui/use-select.ts';
import {roleSign} from '../state/chats/rooms.ts';
import type {State} from '../state/model/state.ts';
import {shownMembers, type MemberRow} from '../state/presence/member-list.ts';

export default function Members({store, columns, rows, framed}: PaneProps<State>) {
	const {lines, chosen, above, below, unlisted} = useSelect(store, shownMembers, isAlike);
	const members = useSelect(store, countOf);
	const marked = useSelect(store, ({pane}) => pane === 'members');
	const palette = usePalette();
	const inside = insideOf({column: 0, row: 0, width: columns, height: rows}, framed);
	const head = safeText`Members ${members}`;
	const higher = safeText`${head} ↑${above}`;
	const title = above > 0 && width(higher) <= columns - EDGE ? higher : head;
	const further = [...(below > 0 ? [`↓${below}`] : []), ...(unlisted > 0 ? [`+${unlisted}`] : [])];
	const footer = further.length > 0 ? safeText`${further.join(' ')}` : undefined;
	return (
		<Frame {...{columns, rows, framed, marked, title, footer}}>
			{lines.map(line =>
				'row' in line ? (
					<MemberLine
						key={line.row.user}
						row={line.row}
						columns={inside.width}
						chosen={marked && line.row === chosen}
					/>
				) : (
					<Text key={line.heading} {...palette.dim} wrap="truncate">
						{line.heading}
					</Text>
				),
			)}
		</Frame>
	);
}

function countOf({open, conversations}: State): number {
	return (open && conversations.get(open)?.members) ?? 0;
}

type LineProps = {readonly row: MemberRow; readonly columns: number; readonly chosen: boolean};

function MemberLine({row: {user, presence, role}, columns, chosen}: LineProps) {
	const palette = usePalette(chosen);
	const room = columns - 3;
	const name = truncate(user, room);
	return (
		<Text wrap="truncate" inverse={chosen}>
			{chosen ? '›' : ' '}
			<Text {...palette[presenceRole[presence]]}>{presenceSign[presence]}</Text>
			<Text {...palette.accent}>{role ? roleSign[role] : ' '}</Text>
			<Text {...nameLook(palette, user)}>{name}</Text>
			{' '.repeat(Math.max(0, room - width(name)))}
		</Text>
	);
}

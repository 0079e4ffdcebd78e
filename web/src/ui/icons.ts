// The app's icons by what they mean here, from Lucide. An icon never stands alone: a word is beside
// it, or the control carries an accessible name.
import ArrowLeftRight from '@lucide/svelte/icons/arrow-left-right';
import ArrowRight from '@lucide/svelte/icons/arrow-right';
import BadgeCheck from '@lucide/svelte/icons/badge-check';
import BookOpen from '@lucide/svelte/icons/book-open';
import CalendarDays from '@lucide/svelte/icons/calendar-days';
import Carrot from '@lucide/svelte/icons/carrot';
import ChartColumn from '@lucide/svelte/icons/chart-column';
import Check from '@lucide/svelte/icons/check';
import ChevronDown from '@lucide/svelte/icons/chevron-down';
import ChevronLeft from '@lucide/svelte/icons/chevron-left';
import ChevronRight from '@lucide/svelte/icons/chevron-right';
import CircleQuestionMark from '@lucide/svelte/icons/circle-question-mark';
import Clock from '@lucide/svelte/icons/clock';
import Coffee from '@lucide/svelte/icons/coffee';
import Copy from '@lucide/svelte/icons/copy';
import Download from '@lucide/svelte/icons/download';
import Dumbbell from '@lucide/svelte/icons/dumbbell';
import Eye from '@lucide/svelte/icons/eye';
import EyeOff from '@lucide/svelte/icons/eye-off';
import FileText from '@lucide/svelte/icons/file-text';
import GraduationCap from '@lucide/svelte/icons/graduation-cap';
import Hand from '@lucide/svelte/icons/hand';
import HandHeart from '@lucide/svelte/icons/hand-heart';
import Heart from '@lucide/svelte/icons/heart';
import HeartPulse from '@lucide/svelte/icons/heart-pulse';
import History from '@lucide/svelte/icons/history';
import Hourglass from '@lucide/svelte/icons/hourglass';
import Houses from '@lucide/svelte/icons/houses';
import Info from '@lucide/svelte/icons/info';
import KeyRound from '@lucide/svelte/icons/key-round';
import Languages from '@lucide/svelte/icons/languages';
import LayoutList from '@lucide/svelte/icons/layout-list';
import Leaf from '@lucide/svelte/icons/leaf';
import Link from '@lucide/svelte/icons/link';
import Lock from '@lucide/svelte/icons/lock';
import LogOut from '@lucide/svelte/icons/log-out';
import Map from '@lucide/svelte/icons/map';
import MapPin from '@lucide/svelte/icons/map-pin';
import Megaphone from '@lucide/svelte/icons/megaphone';
import MessagesSquare from '@lucide/svelte/icons/messages-square';
import Minus from '@lucide/svelte/icons/minus';
import Monitor from '@lucide/svelte/icons/monitor';
import MoonStar from '@lucide/svelte/icons/moon-star';
import Network from '@lucide/svelte/icons/network';
import NotebookPen from '@lucide/svelte/icons/notebook-pen';
import Palette from '@lucide/svelte/icons/palette';
import Pencil from '@lucide/svelte/icons/pencil';
import Plus from '@lucide/svelte/icons/plus';
import Printer from '@lucide/svelte/icons/printer';
import Repeat from '@lucide/svelte/icons/repeat';
import Scale from '@lucide/svelte/icons/scale';
import ScanQrCode from '@lucide/svelte/icons/scan-qr-code';
import Search from '@lucide/svelte/icons/search';
import Settings2 from '@lucide/svelte/icons/settings-2';
import Share2 from '@lucide/svelte/icons/share-2';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import SlidersHorizontal from '@lucide/svelte/icons/sliders-horizontal';
import Sparkles from '@lucide/svelte/icons/sparkles';
import Sprout from '@lucide/svelte/icons/sprout';
import Star from '@lucide/svelte/icons/star';
import Sun from '@lucide/svelte/icons/sun';
import Table2 from '@lucide/svelte/icons/table-2';
import Tag from '@lucide/svelte/icons/tag';
import Timer from '@lucide/svelte/icons/timer';
import Trash2 from '@lucide/svelte/icons/trash-2';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import Undo2 from '@lucide/svelte/icons/undo-2';
import UserRound from '@lucide/svelte/icons/user-round';
import UsersRound from '@lucide/svelte/icons/users-round';
import WifiOff from '@lucide/svelte/icons/wifi-off';
import Wrench from '@lucide/svelte/icons/wrench';
import X from '@lucide/svelte/icons/x';

export const icons = {
  today: Sun,
  board: LayoutList,
  commune: Houses,
  decide: MessagesSquare,
  me: UserRound,
  food: Carrot,
  healthcare: HeartPulse,
  education: BookOpen,
  maintenance: Wrench,
  governance: Scale,
  arts: Palette,
  other: Star,
  lock: Lock,
  clock: Clock,
  place: MapPin,
  people: UsersRound,
  check: Check,
  plus: Plus,
  minus: Minus,
  back: ChevronLeft,
  forward: ChevronRight,
  down: ChevronDown,
  close: X,
  search: Search,
  filter: SlidersHorizontal,
  calendar: CalendarDays,
  repeat: Repeat,
  spark: Sparkles,
  warning: TriangleAlert,
  info: Info,
  offline: WifiOff,
  wait: Hourglass,
  undo: Undo2,
  swap: ArrowLeftRight,
  share: Share2,
  download: Download,
  print: Printer,
  key: KeyRound,
  eye: Eye,
  hidden: EyeOff,
  map: Map,
  link: Link,
  edit: Pencil,
  trash: Trash2,
  rest: MoonStar,
  sprout: Sprout,
  gathering: UsersRound,
  language: Languages,
  scan: ScanQrCode,
  note: NotebookPen,
  chart: ChartColumn,
  table: Table2,
  shield: ShieldCheck,
  settings: Settings2,
  hand: Hand,
  leave: LogOut,
  wall: Monitor,
  effort: Dumbbell,
  heart: Heart,
  copy: Copy,
  urgent: Megaphone,
  history: History,
  document: FileText,
  certificate: BadgeCheck,
  why: CircleQuestionMark,
  go: ArrowRight,
  leaf: Leaf,
  timer: Timer,
  learn: GraduationCap,
  coffee: Coffee,
  network: Network,
  tag: Tag,
  guild: HandHeart,
} as const;

export type IconName = keyof typeof icons;

const sectors = new Set<string>([
  'food',
  'healthcare',
  'education',
  'maintenance',
  'governance',
  'arts',
]);

/** The icon of a sector; a sector that a commune made up itself gets a star. */
export function sectorIcon(sector: string): IconName {
  return sectors.has(sector) ? (sector as IconName) : 'other';
}

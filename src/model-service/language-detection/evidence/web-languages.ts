// Evidence for JavaScript, TypeScript, PHP and Dart, CoffeeScript.
import type { LanguageEvidence } from './language-evidence.ts';

const JAVASCRIPT: LanguageEvidence = {
  id: 'javascript',
  prior: 0.6,
  sure: `= require ( ''  = require ( ""  module . exports  exports . _ =  ^export default  ^import _ from ''  ^import _ from ""  ^import { … } from  ^} from ''  ^} from ""  ^export function  ^export const  ^export class  ^import * as _ from  document . getElementById  console . log (  ^const {
    . addEventListener (  . prototype . _ =  function ( ) {  function ( _ ) {  function ( _ , _ ) {  ( ) => {  ( _ ) => {  async function  => { $  ^$ ( document  $ ( ''  . then (  . forEach ( _  JSON . stringify  JSON . parse  Object . keys  window . _  typeof _ ===  === undefined  ^export {  ^export async
    !== undefined  ^const _ = async  ^const _ = (  async ( )  ( { _ } ) =>  ^( function  ^} ) ( ) ;  : function (  Math . floor (  new Promise (  ( { _ , _ }  ^describe ( ''  ^it ( ''  expect ( _ ) .  className =  useState (  useEffect (  ^var _ = function  Array . isArray (  ... _  process . env`,
  strong: `^const _ = ( _ ) =>  ^const _ = ( _ , _ ) =>  ^const _ = async ( _ ) =>  ^export const _ = ( _ ) =>  ^export function _ ( _ )  ^export function _ ( _ ,  ^function _ ( _ ,  ^async function _ ( _ )  ^_ ( _ , _ ) {  ^async _ ( _ ) {  ^export default function _ ( _ )  ^export const _ = ( _ ,  function _ ( _ ,  ^constructor ( _ ,  ^constructor ( _ )  ^const _ = _ =>  ^function _ ( _ )  ^const _ =  ^let _ =  ^var _ =  ===  !==  ^function _ (  function (  =>  undefined  typeof  ^} ) ; $  ^} ) $  this . _ =  ^export  . map ( _  . filter ( _  . length ;  . length ; _ ++  for ( var _  for ( let _  for ( const _  ^var _ ; $  ^let _ ; $  ^return { $  ^} , $  require (  await _  ^async  new Date ( )  ^} else {  . push (  . split (
    jQuery  ^const [  . innerHTML  . style .  . querySelector (  in _ ) {  ^if ( ! _  ^this . _ (  ^} ( _  ^return function  . call ( this  . apply (  || { }  = { } ;  = [ ] ;  . bind ( this  . replace ( /  of _ ) {  ^delete  ^yield  { _ , _ } =  ^static _ (  ^constructor (  ^get _ ( ) {  . catch (  define ( [  alert (  () => _  \${_`,
  fair: `^import ''  ^return _ ; $  function  ^_ : '' ,  ^_ : _ , $  ^_ : ""  ^_ : function  ^_ : {  '' )  '' ,  ^} ; $  ^} $  ^if (  new Aa (  class _ extends _ {  null  var  let  const  ^_ ( _ ) {  ^_ ( ) {  ^_ . _ = _ ; $  ^_ . _ (  ^_ . _ . _ (  ^return (  extends  ^else {  ^} else if (  ^, _  ^. _ (  ! _ . _  this . _  ++ )  delete  ^switch (  ^case '' :  NaN  super ( ^throw new  true ,  false ,  ^_ , $  : null  ) {`,
  slight: `; $  //  return  if (  { $  /*  '' ; $  "" ; $  this  ) ; $  ^try {  catch (  _ . _`,
  against: `int _  void  struct  ->  ::  def  elif  nil  $_ =  string _  public  private  protected  implements  interface  unsigned  #include  package  bool _  using  namespace  boolean _  self .  end  then  fn  func  None  :=  ^echo  final  val  override  throws  String _  abstract  : string  : number  : boolean  : void  as any  readonly  ^type _ =  : Aa ,  : Aa )  sub  my  ^-  foreach
    fun  ^object  float _  double _  char _  mixin  ^{{  ^<div  ^<p>  required  Widget  @override`,
  never: `#include  ^def  ^func  ^fn  ^from _ import  ^use  ^package  std::  ^using  <?php  ^elif  public static  public class  ^namespace  ^import _ . _  System . out  ^@Override  : string ;  : number ;  : void ;  : string )  : string ,  : boolean ;  ^interface _ {  ^export interface  ^export type  ^import type  private readonly  => void  ^enum  ^declare  String _ =  fun _ (  ^import 'package  ^import 'dart  ^@override  ^Widget`,
  shape: {
    semicolon: 'some',
    brace: 'some',
    colon: 'never',
    paren: 'never',
    tag: 'rare',
    prose: 'never',
    pair: 'rare',
    sigil: 'rare',
  },
};

const TYPESCRIPT: LanguageEvidence = {
  id: 'typescript',
  extends: 'javascript',
  prior: 0,
  sure: `: string ;  : string ,  : string )  : string =  : string |  : string {  : string [  : number ;  : number ,  : number )  : number =  : number |  : number {  : number [  : boolean ;  : boolean ,  : boolean )  : boolean =  : boolean {  : void ;  : void {  : void =>  ) : void  ) : string  ) : boolean  ) : number  : any ;  : any ,  : any )  : any =  : any [  : any {  => void  : unknown  : never  : string $  : number $  : boolean $
    ^export interface  ^export type  ^import type  ^export enum  ^export abstract  ^export declare  ^declare module  ^declare global  ^declare const  ^declare function  ^declare  as any  as unknown  as const  Promise<_>  Promise<void>  : Promise <  : Promise<_>  ) : Promise  Array<_>  Record<string  Partial<_>  ^interface _ {  ^interface _ extends  ^type _ = {  ^type _ = $  ^type _ =  ^type _<
    private readonly  public readonly  ^private _ :  ^private _ (  ^public _ :  ^public _ (  ^public async  ^private async  ^protected _ (  ^protected _ :  ^readonly _  keyof  ?: string  ?: number  ?: boolean  ?: Aa  ?: _  : Aa<_>  useState<_>  React . FC  ^private static  ^public static  constructor ( private  constructor ( public  constructor ( readonly  ^@Component (  ^@Injectable (  ^@Input (  ^@Module (  ^@Controller (  satisfies _  ^abstract class  ^export abstract class  ^export namespace  ^namespace _ {  ! . _  is string  ^override  enum _ {  ^const enum  ^export const enum  ^import { type  , type _ }`,
  strong: `: Aa )  : Aa =  : Aa {  ) : Aa  : Aa [ ]  : Aa |  as string  as number  : _ [ ]  implements  interface  readonly  private  public  protected  abstract  ) : _ =>  ) : _ {  _<Aa> (  _<Aa>(  : ( _ : _  ( _ : _ )  ( _ : _ ,  , _ : _ )  <T>  <T extends  <T ,  : T  | null  | undefined  ^@Aa (  ^@_ ( ) _ :  : _ ; $  ^import _ = require  ^enum  ^| ''  ^type _ = |  : Aa =>  ^} as`,
  fair: `: Aa ;  : Aa $  as Aa  void  any  string  number  boolean  extends Aa<_>  ^_ : _ ; $  ^_ : Aa ; $  : '' |  ^_ ( _ : _  ^const _ : _  let _ : _  ^constructor ( $  ! ; $  ! )  ^function _ ( _ :  type  ^static readonly  ( _ : { `,
  slight: `^import {    function ( ) {  function ( _ ) {  function ( _ , _ ) {  ^function _ (  function (  = require ( ''  = require ( ""  exports . _ =  ^var _ =  ^var _ ; $  ^$ ( document  $ ( ''  : function (  ^( function  define ( [  for ( var _  ^_ ( _ ) {  ^_ : function (`,
  against: `^const _ = ( _ ) =>  ^const _ = ( _ , _ ) =>  ^const _ = async ( _ ) =>  ^export const _ = ( _ ) =>  ^export function _ ( _ )  ^export function _ ( _ ,  ^function _ ( _ ,  ^async function _ ( _ )  ^_ ( _ , _ ) {  ^async _ ( _ ) {  ^export default function _ ( _ )  ^export const _ = ( _ ,  function _ ( _ ,  ^constructor ( _ ,  ^constructor ( _ )  ^const _ = _ =>  ^function _ ( _ )  int _  void _  struct  ->  ::  def  elif  nil  $_ =  string _  unsigned  #include  package  bool _  using  boolean _  self .  end  then  fn  func  None  :=  ^echo  final  val  throws  String _  sub  my  foreach  var _ = function  . prototype . _ =  module . exports  fun  : String  : Int  data class  ^object  suspend  ^override  ^class _ ( val  mixin  required  mut  pub  self  let mut  impl  func _ (  guard`,
  never: `#include  ^def  ^func  ^fn  ^from _ import  ^package  std::  ^using  <?php  ^elif  public class  ^import _ . _  System . out  ^@Override  fun _ (  : String )  : String ,  : Int ,  : Int )  ^local  ^data class  ^suspend  ^override fun  pub fn  impl _ for  let mut  ^struct  -> Aa  ^final`,
  shape: {
    semicolon: 'some',
    brace: 'some',
    colon: 'never',
    paren: 'never',
    tag: 'rare',
    prose: 'never',
    sigil: 'rare',
  },
};

const COFFEESCRIPT: LanguageEvidence = {
  id: 'coffeescript',
  prior: -0.8,
  sure: `-> $  => $  ( _ ) -> $  ( _ , _ ) -> $  = ( _ ) ->  : ( _ ) ->  : -> $  = -> $  _ = require ''  _ = require ""  , -> $  , ( _ ) ->  ^@_ = _ $  @_ = @_  unless _  ? then  ^constructor : (  ^class _ extends _ $  ^module . exports = $  for _ in _ when  for own _  ^describe '' , ->  ^it '' , ->  ^@_ _`,
  strong: `->  =>  _ ?. _  ^_ : ( _  ^_ : _ $  ^return unless  ^return if  ^if _ is  is not  isnt  ^else $  ^else if _  ^for _ , _ of _  ^for _ in [  and not  ? _  @_ .  ( @_  . _ _ , $  "#{_}"  ^@_ ( _ )  ^class _ $  then  ^_ . _ _  ^_ = _ _  ^if not  console . log _  ^when  ^switch _ $  . prototype  loop`,
  fair: `and  or  not  unless  is  null  yes  no  ^_ = _ $  '' $  ^_ = {  ^return _ $  undefined  # x  ^expect ( _ )  ^if _ $  new Aa  typeof  this  window  . on ''`,
  slight: `@_  ^_ : ''  ^_ : ""`,
  against: `; $  { $  ^} $  function  var  const  let  def  ^end $  end  elif  None  self  import  public  : $  ^def  do  ^- _  fn  ==  !=  &&  ||  nil`,
  never: `^end $  ^def  ^import _ . _  ^fn  ^#include  ^let  ^const  ^var  : $  elif  ^function  ^module _ where  ^data  ::`,
  shape: { semicolon: 'never', brace: 'never', colon: 'never', tag: 'never', prose: 'never' },
};

const PHP: LanguageEvidence = {
  id: 'php',
  sure: `⊢<?php  ^<?php  <?php $  <?php  <? php  ^$_ = new  ^$_ = $_  $this -> _  $this->_  ^public function  ^private function  ^protected function  ^public static function  $_ -> _ (  $_->_(  $_ = array (  ^use Aa \\ Aa  ^namespace Aa \\  ^namespace _ ; $  $_POST  $_GET  $_SESSION  $_SERVER  $_REQUEST  function _ ( $_  foreach ( $_ as  <?=  self::$_  parent::__construct
    ^echo $_  ^echo ''  ^echo ""  ^require_once  ^include_once  '' => ''  '' => $_  '' => [  isset ( $_  array_map (  ^declare ( strict_types  ^if ( $_  ^if ( ! $_  ^return $this  $_ [ '' ]  = [ $  private $_ ;  public $_ ;  protected $_ ;  protected $_ = `,
  strong: `^$_ = _ (  ^$_ = ''  ^$_ = ""  ^$_ [ '' ] =  $_ =  $_ ->  ->_ (  $_ ,  $_ )  $_ ;  '' =>  function _ (  ^function _ (  ?> $  ^?>  new \\ Aa  \\ Aa  Aa::_  ^use _ \\  ^final class  ^abstract class  : void  : string $  ?string  array $_  string $_  int $_  Aa $_  static fn  elseif  array (  ^class _ extends _ $  str_replace (  count (  empty (  in_array (  . '' .  . $_ .  =>`,
  fair: `$_  '' . _  ^echo  null  foreach (  implements  ^class _ $  ^return [  ^return $_  ''  ^const AA =  ^use  ^namespace  ^{ $  ^] ; $  public  function  ===  exit ;  die (  ) ) {  ->`,
  slight: `; $  if (  //  /*  return`,
  against: `my $_  var _ =  let  def  ^import  ^package  #include  elif  fi  then  done  sub  ^local  using  $ (  @_  qw  param (  -eq  :=  ^const _ = _  ^let _ =`,
  never: `^my $_  ^sub _ {  ^def  #include  ^import  ^fi $  ^done $  qw (  -eq  ^const _ = require  use strict ;  Write-Host  ^then  param (`,
  shape: { semicolon: 'most', brace: 'some', colon: 'rare', paren: 'never', prose: 'never', pair: 'never' },
};

const DART: LanguageEvidence = {
  id: 'dart',
  sure: `^import 'package  ^@override $  ^Widget build (  BuildContext context  extends StatelessWidget  extends StatefulWidget  ^void main ( ) {  ^void main ( ) =>  ^void main ( ) async  Future<_>  Future<void>  ^library _ ; $  ^part ''  ^part of  ^final _ _ = _  required this . _  ( { required  ( { super . key  ( this . _  const Aa ( {  super . key  ^late  Key ? key  : super (  ^export ''  ^show _  ^child :  ^children : [  ^return Aa ( $  factory Aa .  ^extension _ on  with _Mixin  ^setState ( ( )  List<Widget>  Map<String , dynamic>  dynamic  debugPrint (  Text ( ''  EdgeInsets  . of ( context )`,
  strong: `^import '' ;  ^import '' as  this . _ ,  ^final Aa _ ;  ^final _ _ ;  ^final Aa _  ^final Aa ? _  ^final  const Aa (  ) async {  async {  await _  String _  Aa ? _  ?? _  => _ ( _ ) ;  get _ =>  ^static const  ^abstract class  implements  mixin  on Aa  @immutable  ^var _ =  ^expect ( _ ,  ^test ( ''  ^group ( ''  print ( ''  "$_"  .. _  ^class _ extends _ {  bool _  num _  required  child : Aa  ^Aa ( $  '' ;  ^const _ =  ^Aa _ ( _  covariant  typedef  Stream<_>`,
  fair: `^_ : Aa (  ^_ : _ ,  ^_ : const  Aa ( _ :  List<_>  Map<_ ,  ^void _ (  void _ ( )  ^String _  ^int _  ^bool _  ^@_ $  ^return _ ;  ^} ) ; $  ^) , $  ^) ; $  ^] , $  ^class _ {  int _  String  => _  Aa . _  : super`,
  slight: `; $  //  if (  '' , $  '' )`,
  against: `public  private  function  let  const _ =  #include  ===  package  using  namespace  let _ =  def  struct  ->  ::  val  fun  fn  boolean  @Override  undefined  $_ =  interface  throws  string  function _ (  from ''`,
  never: `^import java  ^package  #include  ^using  public class  ^function  === _  ^from  import { _  ^export default  ^export const  <?php  ^def  ^val  fun _ (  func _ (  fn _ (  std::  ^import _ from  module . exports  require ( ''`,
  shape: { semicolon: 'most', brace: 'some', colon: 'never', paren: 'never', tag: 'never', prose: 'never' },
};

export const WEB_LANGUAGES: readonly LanguageEvidence[] = [JAVASCRIPT, TYPESCRIPT, COFFEESCRIPT, PHP, DART];

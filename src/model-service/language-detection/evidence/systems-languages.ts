// Evidence for Rust, Swift, Kotlin, Scala and other compiled languages.
import type { LanguageEvidence } from './language-evidence.ts';

const RUST: LanguageEvidence = {
  id: 'rust',
  sure: `^use std::_  ^use crate::_  ^use super::  ^pub fn _  ^fn main ( ) {  ^impl _ for _ {  ^impl<  ^impl Aa {  let mut _  ^pub struct  ^pub enum  ^pub mod  ^pub use  ^mod _ ; $  ^mod tests {  ^extern crate  #[ derive (  ^#[  ^#![  & mut self  & self  &self  &mut _  println ! (  -> Result <  -> Self  -> Option <  : & str  ' static  Option<_>  Result<_>  Vec<_>  Box<_>  ^match _ {  => {  . unwrap ( )  assert_eq ! (  vec ! [  format ! (
    Some ( _ )  Ok ( _ )  Err ( _ )  Ok ( ( ) )  -> & _  ^unsafe impl  ^unsafe {  : u8  : u32  : u64  : i32  : usize  : f64  as u8  as usize  ^pub ( crate )  where Self  ) ? ; $  ? ; $  ^use _::_ ; $  ^use _::{  ^use _::_::_  . iter ( )  . into ( )  . collect ( )  if let Some (  ^while let  ^let _ = match  |_|  macro_rules !  dyn Aa  ^pub trait  ^fn _<  move |  panic ! (  write ! (  :: new ( )  Self ::  ^pub const  <' _  &' _  Some(_) =>  String::from`,
  strong: `^fn _ (  ^let _ =  ^let _ : _ =  -> bool {  -> _ {  ::  ^impl  ^use  ^trait _ {  ^struct _ {  ^enum _ {  _ : Aa , $  ^Aa::_ =>  ^_ => _  ^Aa (  & _  ! ( ""  ' _ ,  self .  &[_]  ^const AA :  ^static AA :  . clone ( )  ^loop {  ref _  mut  _ ! (  :: <  u8  u32  usize  i32  u64  ^type _ = _ ;  ^pub _ : _ ,  ^for _ in _  ^if let  ..=  -> Aa  . to_string ( )  fn  ^Aa => _  impl`,
  fair: `^} $  ^_ : _ , $  // x  ^if _ {  => _ ,  Aa::Aa  : Aa  ^return _ ;  ^} else {  ^} , $  ^pub  ^) ; $  ^. _ (  ( & _  Aa { _  as _`,
  slight: `let  ; $  //  match  { $`,
  against: `class  def  var  const _ =  function  null  ->_  public  void  import  this  :=  func  val  fun  new  #include  nil  end  undefined  ===  try {  throw  package  int _  return _ ? _  string  elif`,
  never: `#include  <?php  ^def  ^import  ^class  ^package  ^public  ^function  ^var  std:: _ <<  ^using  ^func  ^private  ^protected  ^template  ^namespace`,
  shape: { semicolon: 'some', brace: 'some', colon: 'never', paren: 'never', tag: 'never', prose: 'never' },
};

const SWIFT: LanguageEvidence = {
  id: 'swift',
  sure: `^import Foundation $  ^import UIKit  ^import SwiftUI  ^func _ ( _ _ : _  ^func _ … -> _ {  ^guard let  ^guard _  ^if let _ =  ^extension _ {  ^extension _ : _ {  ^override func  ^public func  ^private func  ^let _ = _ $  ^var _ : Aa $  ^var _ : Aa {  ^let _ : Aa $  ^init (  ^public init (  ^struct _ : _  ^class _ : _ {  ^protocol _ {  ^protocol _ :  @objc  @IBOutlet  @IBAction  ^var _ : Aa ?  : Aa !  : [ Aa ]  : [ Aa : _ ]  ^case . _  ^case . _ :  ^case _ = ""  self . _ = _ $  nil $
    ?? ""  ^fileprivate  ^private let  ^private var  ^static let  ^static func  ^static var  ^public var  ^public let  ^weak var  ^lazy var  ^deinit {  ^import XCTest  XCTAssertEqual (  ^final class  ^@_ $  ^convenience init  ^required init  "\\(_)"  ^enum _ : _ {  { _ in $  ( _ ) in $  ^func _ ( ) {  ^func _ ( ) throws  ^func test  ^let package = Package  as ! _  as ? _  try ? _  try ! _  inout  ^mutating func  ^subscript (  ^typealias  #if os (  #available  associatedtype  ^@available  ^let _ = Aa (  ^internal  ^open class  async throws  try await  some View  -> Void  ^defer {  else { return`,
  strong: `^func _ (  ^func  -> Aa {  -> Bool  -> String  ^let _ =  ^var _ =  : String  : Int  : Bool  ^switch _ {  ^case _ ( _ )  ^default : $  ^for _ in _  ^self .  ^init  nil  ^case _ $  . _ , $  . _ )  ( . _  ..<  ^if _ {  _ : _ ,  _ : _ )  Aa ?  ? .  ?.  ! $  ^guard  ( _ : _ ) $  = [ ] $  ^print (  ^class _ {  ^struct _ {  func  extension  guard  ^@_ var  [ Aa ]  Double  ^import _ $  $0`,
  fair: `^return _ $  ^} $  // x  ^_ . _ = _ $  Aa ( _ :  _ ( _ : _  ^let  ^var  ^} else {  _ . _ ( _ : _`,
  slight: `{ $  //  let  var`,
  against: `; $  def  val  fun  fn  function  const  null  ->_  void  #include  new  this  undefined  :=  end  public class  package  import _ . _ . _  @Override  console  ===  => {  nil ;  self ,  ^object  impl  mut  string  number  boolean  type _ struct  data class  err`,
  never: `#include  <?php  ^def  ^package  ^fun  ^val  ^function  ^const  ^using  ^from  ^export  ^namespace  fn _ (  ^import _ from  ^type _ struct  := `,
  shape: { semicolon: 'never', brace: 'some', colon: 'rare', paren: 'never', tag: 'never', prose: 'never' },
};

const KOTLIN: LanguageEvidence = {
  id: 'kotlin',
  sure: `^fun _ (  ^package _ . … $  ^import _ . _ . _ $  ^import _ . … . _ $  ^import kotlin  ^import kotlinx  ^import android  ^data class  ^override fun  ^val _ = _  ^val _ : Aa  ^private val  ^private fun  ^companion object  ^object _ {  ^object : _  ^fun main (  ^class _ ( val  val _ : Aa ,  : String ?  : Int ,  ^suspend fun  ^internal  ^when ( _ ) {  ^sealed class  ^lateinit var  ^open fun  ^open class  ^inline fun  ^fun _ . _ (  ^fun Aa . _  listOf (  mapOf (  mutableListOf  arrayOf (  ?: return  ?: _  !! .  !!  by lazy  by _  ^is Aa ->  ^else -> _  { it .  it .  ^init { $  ^@Test fun  ^var _ : Aa  ^const val  ^fun \`  println ( ""  ^operator fun  ^enum class  ^annotation class  ^typealias  : Unit  ^constructor (  ::class  Aa::class  ^override val  . let {  . apply {  . also {  ^implementation (  ^plugins {  ^require (  ^internal val  ^abstract fun  ^protected fun  ^private var  ^interface _ {  ^class _ : _ (  fun  lateinit`,
  strong: `val  ) : Aa {  ) : Aa = _  : Boolean  : String  : Int  : Long  : List<  List<Aa>  -> Aa  ^for ( _ in _  in 0 ..  if ( _ ) _ else _  ^"" -> _  ^_ -> _  "$_"  "\${_}"  ?.  as Aa  as ? _  is Aa  null  { _ -> $  ^} ) $  ^class _ ( $  Aa ( ) $  : Aa ( )  ^var _ =  ^object  ^@Aa $  ^@Aa (  assertThat (  object : Aa  until  to ""  ::_  ^package _ $  ^package _ . _  ^import _ . _  ^throw Aa`,
  fair: `^return _ $  ^} $  // x  ^_ . _ = _ $  ^import  ^class _ {  _ = _ , $  ^override  this  ^if ( _  ^) $  ^. _ {  ^. _ (  emptyList  ) {`,
  slight: `{ $  //  /*  = _ ( _ ) $  class`,
  against: `; $  def  func  fn  function  let  const  string  ->_  void  #include  new  self  undefined  :=  end  final  extends  implements  public class  static  struct  nil  guard  ===  ^object … extends  with  => {  case  None  trait  implicit  String _  int _  throws`,
  never: `^package _ . … ; $  ^import _ . … ; $  #include  <?php  ^def  ^func  ^function  ^const _  ^using  ^from  ^export  ^namespace  fn _ (  ^import _ from  ^case class  ^public static  ^let  ^guard  extends _ {  ^trait`,
  shape: { semicolon: 'never', brace: 'some', colon: 'never', paren: 'never', tag: 'never', prose: 'never' },
};

const SCALA: LanguageEvidence = {
  id: 'scala',
  sure: `^object _ {  ^object _ extends _  ^case class  ^case object  ^trait _ {  ^trait _ extends  ^def _ ( _ : Aa  ^def _ : Aa  ^def _ ( ) : _ =  ^def _ … = { $  ) : Unit =  : Unit = {  ^override def  ^implicit val  ^implicit def  ( implicit _  ^import scala .  ^import _ . … . _ $  ^import _ . _ . {  ^lazy val  ^sealed trait  ^sealed abstract  ^val _ = _  ^case _ => $  ^case _ => _  ^case Aa ( _  match { $  Option [ _ ]  Seq [ _ ]  List [ _ ]  Map [ _ ,  Future [ _ ]  Array [ _ ]  ^private def  ^protected def  ^abstract class _  with Aa {  extends Aa with  ^class _ ( _ : _  ^private val  ^private [ _ ]  s ""  . map ( _ .  . map { _  => $  ^def main ( args : Array  Some ( _ )  ^libraryDependencies  %% ""  := ""  ^for { $  yield {  ^final case class  new Aa { $  ^import _ . _ . _ => _  <- _  ^package object  ^def _ = _  ^def _ [  _ :_*  ^given  ^enum _ :  ^extension (  += ""  in { $  should ""  "" in {  "" should  mustEqual  must`,
  strong: `val  ^def _ (  def  : String  : Int  : Boolean  : Long  [ Aa ]  [ Aa ,  ^case  object  extends Aa {  with Aa  _ => $  _ => _  ( _ => _  ( _ . _  ) = {  ) : Aa = _  : Aa = _  : Aa [  ^override val  ^package _ . _  ^import _ . _  ^@Aa (  ^} yield  = new Aa  None  ^var _ =  trait  implicit  ^if ( _ ) _ else  Nil  this .  . foreach {  . foreach (  ::_  <%  _ <- _  throw new  null  Array (  Seq (  Map ( ""`,
  fair: `^} $  // x  ^_ . _ ( _ ) $  ^import  new Aa (  assert (  ^class  extends  _ -> _  => {  ^) $  type _ =  ^new`,
  slight: `{ $  //  /*  = _ ( _ ) $  class`,
  against: `; $  func  fn  function  let  const  string  ->_  void  #include  self ,  undefined  end  public  static  struct  nil  guard  ===  fun  when  package _ ; $  return  elif  None $  pass  in _ : $  : $  "#{_}"  boolean  is  data class  int  do |  ^end $  override fun  var _ ;  this . _ = _ ;  from`,
  never: `^package _ . … ; $  ^import _ . … ; $  #include  <?php  ^func  ^fun  ^function  ^const  ^using _ ; $  ^from  ^export _  ^namespace  fn _ (  ^import _ from  ^public static  ^let  ^end $  ^override fun  ^def _ ( self  ^defmodule  ^elsif  ^elif  companion object`,
  shape: {
    semicolon: 'never',
    brace: 'some',
    colon: 'rare',
    paren: 'never',
    tag: 'never',
    prose: 'never',
    pair: 'never',
  },
};

const ZIG: LanguageEvidence = {
  id: 'zig',
  prior: -0.4,
  sure: `= @import ( ""  ^const std =  ^pub fn _  @import  ^test "" {  ! void {  ) ! _ {  [ ] const u8  ^const _ = struct {  ^try _ . _  try _ . _ (  catch unreachable  ^defer _  ^errdefer  comptime  std . debug . print  . { _  . { $  ^pub const _ =  @intCast  @as (  *const _  @sizeOf  | _ | {  orelse  ^var _ : _ =  ^inline for  ^comptime  ^export fn  !void  .{  . allocator  usize  = undefined ;  ^extern fn  anytype  allocator :`,
  strong: `^fn _ (  ^const _ =  ^var _ =  u8  u32  i32  u64  ^pub  ^while ( _  ^for ( _  ^switch ( _ ) {  ^. _ =  fn  error . _  ^_ : _ , $  : u8  : usize  catch  try  ^return error  null  ?_`,
  fair: `// x  ^} ; $  ^} $  ; $  ^if ( _ ) |`,
  against: `let  def  class  function  ->  =>  ::  import  impl  mut  public  this  new  require (  ===  console  var _ = function  `,
  never: `#include  <?php  ^def  ^import  ^class  ^package  ^impl  ^use  ^let  ^function  require (  ===`,
  shape: {
    semicolon: 'some',
    brace: 'some',
    colon: 'never',
    paren: 'never',
    tag: 'never',
    prose: 'never',
    sigil: 'rare',
  },
};

const PASCAL: LanguageEvidence = {
  id: 'pascal',
  anyCase: true,
  prior: -0.2,
  sure: `^unit _ ; $  ^program _ ; $  ^interface $  ^implementation $  ^uses $  ^uses _ ,  ^uses _ ;  ^procedure _ ;  ^procedure _ (  ^procedure _ . _  ^function _ ( _ : _  ^function _ … : _ ;  ^begin $  ^end ; $  ^end . $  writeln (  readln (  := ''  _ := _ ;  ^var $  ^type $  ^const $  ^_ = class (  ^_ = record  ^for _ := 0 to _  to _ do $  downto  ^repeat $  ^until _  : integer ;  : string ;  : boolean ;  : array [  ^inherited  ^constructor _  ^destructor  ^property _ : _ read  override ;  ^{$  {$_  ^if _ then begin  then begin  ^finally $  ^except $  nil ; $  ^published  ^public $  ^private $  . Create (  . Free ;  ^with _ do  ^inherited ;  TObject  Sender : TObject  ^initialization  virtual ;  overload ;  stdcall`,
  strong: `:=  ^begin  ^end $  ^else $  : Aa ; $  do $  then $  ^procedure  ^function  ^var  <> _  ^try $  not _  array [  string  integer  boolean  ^case _ of $  ^while … do  ; override  ^ . _  inc (  ord (  ^if ( _`,
  fair: `'' ;  ; $  ^{ _  _ : _ ; $  // x  ^_ ; $  mod  div  '' )  '' +`,
  against: `{ $  ^} $  def  let  ->  =>  ==  !=  &&  ||  ++  null  return _  import  "" ;  function (  int _  void  declare  $$  select  from  where  "" ,  new  module  wire  endmodule  reg  exception $  public _  language  is $  as $  varchar`,
  never: `#include  <?php  ^def  ^import  ^class  ^package  ^create  ^select  ^return _  ^fn  ^always  ^endmodule  ^declare $  $_  std  ^let`,
  shape: { semicolon: 'most', brace: 'rare', colon: 'rare', tag: 'never', pair: 'never', sigil: 'never' },
};

const VISUAL_BASIC: LanguageEvidence = {
  id: 'visual basic .net',
  sure: `^End Sub $  ^End Function $  ^End If $  ^End Class  ^End Property  ^End Module  ^Public Sub  ^Private Sub  ^Public Function  ^Private Function  ^Public Class  ^Dim _ As  ^Dim _ , _  As String  As Integer  As Boolean  ^Imports _ . _  ^Imports _ $  ^Sub _ (  ^Function _ (  ByVal _  ByRef _  ^Option Explicit  ^Option Strict  ^Attribute VB_Name  ^Public Property  ^Next $  ^Next _ $  ^Loop $  ^ElseIf … Then $  ^If … Then $  ^For Each _ In  ^For _ = 0 To  ^End Select  ^Select Case  ^Case Else  ^Set _ =  As New  As Object  As Long  As Variant  ^On Error  Nothing $  Is Nothing  ^End With  ^With _ $  ^Exit Sub  ^Exit Function  ^Inherits _  Handles _  ^Partial Class  ^End Namespace  ^Module _ $  ^ReadOnly Property  ^Public Shared  ^Public Const  ^Const _ As  ^Begin _ . _  ^VERSION 0  ^Overrides  AddHandler  ^Private _ As  ^Public _ As  ^MsgBox  Me . _  ^Return _ $  ^End Try  ^<Assembly :  ^Private WithEvents  ^Public Overrides  ^Get $  ^End Get  ^Type _  ^ReDim  As Double  vbCrLf  ^Do While  ^Do Until  ^Wend`,
  strong: `Then $  ^Else $  ^Dim  ^Call _  & ""  "" &  <> ""  <> _  Not _  AndAlso  OrElse  True $  False $  ^' x  ( 0 To  ^Private  ^Public  ^Sub  As  End  Nothing  & _ &  New _ (  ^Case 0  ^Case ""  ^Inherits  ^Imports  Then  _ $`,
  fair: `^_ . _ = _ $  ^_ = _ $  ^_ = "" $  And  Or  ^If  Me  ^Next  ^'  ^Namespace _`,
  against: `; $  { $  ^} $  def  let  ->  =>  ==  !=  &&  ||  ++  null  end  function  import  self  local  do  :=  SELECT  FROM  WHERE  $_  return  //  void  begin  then`,
  never: `#include  <?php  ^def  ^import  ^class  ^package  ^select  ^using  ^function  ^end $  ^let _ =  ^begin  ^local  ^var  { $`,
  shape: {
    semicolon: 'never',
    brace: 'never',
    colon: 'never',
    paren: 'never',
    tag: 'never',
    pair: 'never',
    sigil: 'never',
    word: 'most',
  },
};

const ASSEMBLY: LanguageEvidence = {
  id: 'assembly',
  anyCase: true,
  sure: `mov _ , _  mov _ , 0  mov % _  movl  movq  mov eax  ^push _ $  ^pop _ $  ^ret $  ^jmp _  ^call _ $  ^je _  ^jne _  ^jz _  ^jnz _  ^lea _ ,  ^xor _ , _  ^cmp _ ,  ^add _ , _  ^sub _ , _  ^int 0  ^section .  ^. section  ^. globl  ^. global  ^. text  ^. data  ^. align  ^. ascii  ^. byte  ^. word  ^. long  ^. type  ^. size  ^global _  ^extern _  eax  ebx  ecx  edx  rax  rbx  rdi  rsi  rsp  rbp  ebp  esp  ^lda  ^sta  ^ldx  ^jsr  ^rts $  ^bne _  ^beq _  ^move . _  ^db  ^dw  ^dd  ^dc . b  ^dc . w  ^equ  _ equ _  proc $  endp $  ptr [  ^org  ^ldr _ ,  ^str _ ,  ^bl _ $  ^stmfd  ^ldmfd  ^nop $  %eax  % eax  % esp  ^bits 0  ^mov _  ^inc _ $  ^dec _ $  ^and _ , _  ^test _ , _  ^rep _  xmm0  $0x0  ^. set  ^. macro  ^. endm  ^. include  ^resb`,
  strong: `^_ : $  ⊢_ : ; x  ^; x  ; x  % _ , % _  [ _ + 0 ]  ^ld _ ,  ^st _ ,  ^_ _ , _ $  ^_ _ , 0 $  ^_ _ $  ( % _ )  % _ ,  ^. _  , [ _ ]  $ _  ^loop _ $  a0  d0  r0  ^_ equ  ^b _ $`,
  fair: `^_ _ , _ ; x  ^_ $  ^_ :  : ;  0 $`,
  against: `; $  { $  ^} $  def  let  =>  ==  !=  &&  ||  null  function  import  self  return  class  if (  ( )  :=  = ""  = ''  => var  const  end $  :: _  begin  ""  <-`,
  never: `<?php  ^def  ^import  ^class  ^package  ^select  ^using  ^function  ^return  ^var  ^const  ^let  ^from  ^begin $  ^if (  ^module`,
  shape: { semicolon: 'never', brace: 'never', colon: 'some', paren: 'never', tag: 'never', pair: 'never' },
};

const VERILOG: LanguageEvidence = {
  id: 'verilog',
  sure: `^module _ ( $  ^module _ #(  ^module _ (  ^module _ ; $  ^endmodule  ^input wire  ^output wire  ^output reg  ^input [  ^output [  ^reg [  ^wire [  ^wire _ ;  ^reg _ ;  ^always @  ^always @(  ^always_comb  ^always_ff  ^assign _ =  ^assign  ^begin $  begin $  ^end else begin  posedge _  negedge  ^initial begin  ^endcase  ^case ( _ ) $  ^parameter _ =  ^localparam  ^\`timescale  ^\`include  ^\`define  ^\`ifdef  ^\`endif  ^logic  ^generate  ^endgenerate  ^genvar  <= _ ;  <= 0  'b0  'h0  'd0  . _ ( _ ) ,  . _ ( _ ) $  . _ ( _ )  ^endfunction  ^input _ ,  ^output _ ,  ^input _ ;  ^output _ ;  $display (  $finish  ^inout  input wire  input logic  output logic  ^typedef enum logic  ^endclass  ^endtask  ^interface _ ;  ^package _ ;  ^endpackage  ^import _ :: *`,
  strong: `[ 0 : 0 ]  ^end $  ^if ( _ ) begin  ^else begin  ^input  ^output  ^reg  ^wire  ^integer _ ;  ^else $  ~_  & _  ' _  ^_ _ ( $  posedge  <=  ^default :  0 :  ^. _  ^task`,
  fair: `// x  ; $  ^) ; $  == 0  _ [ _ ]  ^0 :  ^input  end`,
  against: `{ $  def  let  ->  =>  null  function (  import  self  return  class  :=  ""  void  var  const  public  this  #include  $_ =  ::  then  do  ++  new`,
  never: `<?php  ^def  #include  ^using  ^let  ^var  ^const  ^public  ^return  ^import _ .  ^procedure  ^use  ^fn  ^func`,
  shape: { semicolon: 'some', brace: 'rare', colon: 'rare', tag: 'never', prose: 'never', pair: 'never' },
};

const SOLIDITY: LanguageEvidence = {
  id: 'solidity',
  prior: -0.5,
  sure: `^pragma solidity  ^contract _ {  ^contract _ is  ^function _ … public  ^function _ … external  ^function _ … returns (  ^function _ … internal  mapping (  msg . sender  ^address public  ^uint256 public  ^uint public  ^event _ (  ^emit _ (  ^modifier _  public view returns  external view  public payable  ^require ( _  returns (  uint256 _  address _  ^library _ {  ^using _ for  ^interface I_  ^constructor ( … ) public  memory _  calldata  . transfer (  pure returns  ^import ""  revert  uint _  bytes32 _  ^error _ (  ^address`,
  strong: `uint256  uint  address  mapping  memory  storage  payable  ^struct _ {  ^function _ (  ^mapping (  ^enum _ {  public  external  internal  emit  ^_ ;  indexed _`,
  fair: `; $  // x  ^return _ ; $  ^} $  /*`,
  against: `def  let  ->  null  self  class  var  const  import _ .  ::  #include  void  =>  function (  new  this  static  private  $_`,
  never: `<?php  ^def  #include  ^using _ ;  ^let  ^var  ^const  ^public  ^class  ^fn  ^package  ^func  ^export`,
  shape: {
    semicolon: 'most',
    brace: 'some',
    colon: 'never',
    tag: 'never',
    prose: 'never',
    pair: 'never',
    sigil: 'never',
  },
};

export const SYSTEMS_LANGUAGES: readonly LanguageEvidence[] = [
  RUST,
  SWIFT,
  KOTLIN,
  SCALA,
  ZIG,
  PASCAL,
  VISUAL_BASIC,
  ASSEMBLY,
  VERILOG,
  SOLIDITY,
];

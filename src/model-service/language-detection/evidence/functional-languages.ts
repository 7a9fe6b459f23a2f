// Evidence for functional and logic languages.
import type { LanguageEvidence } from './language-evidence.ts';

const HASKELL: LanguageEvidence = {
  id: 'haskell',
  sure: `^module Aa … where $  ^module Aa ( $  ^import qualified  ^import Aa . Aa ( _  ^import Aa . Aa $  ^import Aa ( _  ^import Data . _  ^import Control . _  :: IO ( )  ^data Aa =  ^newtype  ^deriving (  deriving ( Show  ^instance _ … where $  ^class _ … where $  ^main :: IO  ^_ :: Aa -> Aa  ^_ :: _ -> _  ^_ :: Aa  ^_ :: (  ^_ :: [  Maybe Aa  => _ ->  ^where $  <$>  <*>  >>=  <- _ $  ^import Aa hiding  ^import Aa . Aa hiding  ^type Aa =  ^_ = do $  = do $  :: Int  :: String  mapM_  ^forall  ( _ : _ ) =  otherwise =  -> IO  ^infixl  ^infixr  Either _  $ \\  $ do $  ^deriving`,
  strong: `^_ _ = _  ^| _ = _  ^| otherwise  ::  ->  <-  ^let _ = _  ^case _ of $  \\_ ->  \\ _ ->  ( _ , _ ) ->  ^_ ( Aa _ ) =  ^in _  Just _  Nothing  Left _  Right _  ^, _  ++ _  where _  ^import  data  ++ ""  $ _  fmap  ^then  ^else  _ ' =  foldr  ^_ _ _ =  ^where _  pure _  ^, ""  ^(  -> Aa  => Aa  forall  concatMap  -- x`,
  fair: `^_ <- _  ^_ = _  ^_ _ <-  of $  -> _  <> _  ^[ _  . _ .  case _ of  let  _ _ _  {- -}  ^{- -}  ( Aa _ )  if _ then _  ^if _  $`,
  slight: `-- x  _ _ _ _  ( _ _ )`,
  against: `; $  { $  ^} $  def  var  class _ {  function  val  fn  null  nil  this  self  end  #include  ==>  let rec  match  fun  ;;  struct  :=  int  void  public  new  |>  begin  return ;  SELECT  ^# x  elif  local  trait  object  :  _ ( _ , _ )  ^end  //  type _ =  open`,
  never: `#include  <?php  ^def  ^package  ^class _ {  ^let rec  ^open  ^end $  ^function  ^fn  ^val  ^public  ^local  ^begin  ^object`,
  shape: {
    semicolon: 'never',
    brace: 'rare',
    colon: 'never',
    paren: 'rare',
    tag: 'never',
    pair: 'never',
    word: 'most',
    sigil: 'never',
  },
};

const OCAML: LanguageEvidence = {
  id: 'ocaml',
  sure: `^let rec _  ^let ( ) =  ^open Aa $  ^open !  ^module Aa = struct  ^module _ : sig  ^module type  ^val _ : _ ->  ^val _ :  ^| Aa _ ->  ^| [ ] ->  :: _ ->  ^type _ = { $  ^type _ = $  ^type t =  ^type t $  ^match _ with $  match _ with  Printf . printf ""  Printf . sprintf  List . map (  List . iter  ^external _ :  ;; $  ^include Aa . _  ^include struct  function $  = function $  <- _  ^end = struct  (* *)  !_  := _  ^exception  failwith ""  in $  let … in $  ^and _ =  ^begin match  ^let open  let% _  fun _ ->  ~_ :  ?_ :  ^let _ _ = $  ^let _ = $  ref 0  ^let _ ~_  option  _ list  'a  ^functor  ^let* _  |> Aa . _  >>= fun  >>| fun  ^[@@  [@@_`,
  strong: `^let _ _ =  ^let _ =  ^| Aa -> _  ^| _ ->  ^| Aa  ^| Some _ ->  ^| None ->  Some _  None  ->  :: _  fun ( _  ^| _ , _  ^in $  ^fun  with $  ^let _ , _ =  ( )  begin $  ^end $  ^try  raise (  List . _  String . _  (* *)  Aa . _ _  ^then  ^else  rec  ^and  mutable  @@  ^struct $  ^sig $  unit  ^method  ^inherit  ^object  _ : _ ->  ~_  ^^  <>`,
  fair: `let  in  match  _ _ _  ^(* *)  ^let  ; $  type  with  then  ^( _  Aa . Aa . _  let _ =  ^_ ; $  ^; _  -> _  = fun  | _`,
  slight: `( _ _ )  [ _ ; _ ]`,
  against: `{ $  def  var  class  return  function (  null  nil  this  self  import  printfn  ==  val _ =  const  <-  public  private  elif  new  int _ (  ^member  ^namespace  end if  data  fn  where  :: Aa  ++  let mut  :: Int  case  //  do  =>  def  struct {  void  static  let _ : _ =  let _ = _ ; $`,
  never: `#include  <?php  ^def  ^import  ^package  ^namespace  ^class _ {  ^fn  printfn  ^public  ^member  ^using  ^local  ^return  ^const  ^var  ^static  ^structure  ^signature  ^fun`,
  shape: {
    semicolon: 'rare',
    brace: 'rare',
    colon: 'never',
    tag: 'never',
    prose: 'rare',
    pair: 'never',
    sigil: 'never',
  },
};

const FSHARP: LanguageEvidence = {
  id: 'f#',
  prior: -0.3,
  sure: `^open System  ^open Aa . Aa  ^namespace Aa . Aa $  ^module Aa = $  ^module Aa . _  ^module internal  ^let inline  ^let private  ^member _ . _  ^member this  ^static member  ^override _ . _  ^abstract _ :  ^[< _ >]  [< _  printfn ""  sprintf ""  |> List .  |> Seq .  |> Array .  |> _  ^let ! _ =  async {  ^type _ ( _ ) = $  ^inherit  ^interface _ with $  ^elif … then  failwithf  <- _  ^new ( ) =  ^do !  ^return !  ^let mutable  mutable  ^[<EntryPoint>]  yield !  fun ( ) ->  ^let rec _  >> List  task {  ^type _ = $  ^type internal  ^#load ""  ^#r ""  . [ _ ]`,
  strong: `^let _ _ = $  ^let _ ( _ : _ )  ^let _ = $  ^| Aa _ ->  ^| _ ->  ^| _ -> $  ^match _ with $  ^|> _  -> $  ( _ : string )  ( _ : int )  : string  : int  ^with $  ^| Some _ ->  fun _ ->  ^let _ ( _  ( fun _ ->  ^use _ =  ^type _ =  |>  >>  ^| Aa of _  ^yield  |] $  [|  ^then $  ^else $  ^let _ , _ =  unit  option  Some  None  <| _  ^open _ $`,
  fair: `^let _ = _  ^( *  ^module  // x  _ . _ ( _ )  ^if _ then  _ _ _  :> _  :?  Aa . _  ^and _  = { _  ^{ _ :  ^new _  ( _ , _ )  let  ^[ _  ^] $`,
  slight: `//  ( )`,
  against: `; $  { $  ^} ; $  def  var  class _ {  function (  return _  null ;  nil  import  val _ =  ^let … in $  ;; $  const  public _  end $  begin  struct  fn  data  where  Printf  ^external  ~_  'a list  ^val _ :  ^include  ^in $  let mut  =>  fun _ =  --`,
  never: `#include  <?php  ^def  ^import  ^package  ^class _ {  ^fn  ^using  ;; $  ^local  ^public  ^const  ^structure  ^where $  ^var`,
  shape: { semicolon: 'rare', brace: 'rare', colon: 'never', tag: 'never', pair: 'never', sigil: 'never' },
};

const ELIXIR: LanguageEvidence = {
  id: 'elixir',
  sure: `^defmodule … do $  ^defp _  ^def _ … do $  ^def _ ( _ ) , do :  ^@moduledoc  ^@doc  ^@spec  ^alias Aa . Aa  ^use Aa . Aa  ^use Mix  ^import Aa . Aa $  ^|> _ . _  ^|> Aa  ^|> _ (  |> Aa . _ (  { :ok , _  { : ok  { :error , _  {:ok  {:error  %{ _ : _  % Aa {  %Aa {  ^defstruct  ^test "" do  ^describe "" do  ^@behaviour  ^defimpl  ^defmacro  ^@impl  Enum . map (  fn _ ->  fn ( _ ) ->  do : _  &_ / 0  ^case _ do $  ^cond do  ^with { :ok  ^quote do  IO . puts  ^assert _ ==  ^config :_ ,  ^defdelegate  unquote (  ^@callback  ^raise Aa  ^use ExUnit  ^plug :_  ^pipe_through  ^scope "" ,  ~r  ~s  ^require Logger  ^defexception  ^setup do  ^@type`,
  strong: `^end $  do $  ^@_ _  |>  <> _  ^alias  ^_ -> $  :_ ,  , do :  ^{ :_  & &1  , _ : _ )  "#{_}"  ^_ = %  ^def _ (  String . _ (  Map . _ (  Enum . _ (  when is_  ^fn  ^if _ do $  ^else $  ^import  ^use  nil  ^require  ^with _ <-  when  ^receive do  ^end )  ^end ,  ->  ^unless _ do`,
  fair: `:_  :_ )  ^_ = _ . _ (  ^_ = _ $  # x  _ : _ ,  ^{ _ , _ }  ^[ _  _ : ""  """  ^Aa . _ (  and  or  not  ^Aa . _  do`,
  slight: `# x  end`,
  against: `; $  { $  ^} $  var  let  const  class  ^class  self  return  null  elsif  @_ =  def self  function  local  ^require ''  fi  attr_  puts _  . each  if _ then  module  ^module  elif  yield  do |_|  . new  new  val  this  import  ^rescue =>`,
  never: `#include  <?php  ^class  ^elsif  ^from  ^package  ^return  ^function  ^local  ^module  ^require ''  ^let  ^var  ^const  ^fi $  do |_|  attr_accessor  ^puts`,
  shape: { semicolon: 'never', brace: 'rare', colon: 'never', tag: 'never', pair: 'rare' },
};

const ERLANG: LanguageEvidence = {
  id: 'erlang',
  sure: `^-module ( _ ) .  ^- module ( _ ) .  ^- export ( [  ^-export ( [  ^- include ( ""  ^- record (  ^- define (  ^- spec _  ^- include_lib  ^- behaviour (  ^- behavior (  ^- type  ^- ifdef (  ^- import (  ^_ ( Aa ) -> $  ^_ ( ) -> $  ^_ ( Aa , Aa ) -> $  ^_ ( … ) -> $  ^_ ( [ ] , _  { ok , Aa }  { error , Aa }  lists : _ (  io : format ( ""  gen_server : _ (  ^end  ^end , $  ^receive $  ^case … of $  erlang : _ (  ok  _ : _ ( Aa  ?AA  ? AA  <<""  <<Aa  =:=  =/=  -> $  fun ( Aa ) ->  fun ( ) ->  ^begin $  || Aa <-  spawn (  ! { _  ^catch $  self ( )  ets : _ (  Aa# _ {  #_ {  ^%%  `,
  strong: `. $  ^Aa = _ : _ (  ^Aa = _ (  ^Aa = _ , $  Aa , $  ) , $  ) ; $  )  ^end  ^% x  [ Aa | Aa ]  ^{ _ , _ } ->  { _ , Aa }  -> Aa  when Aa  when is_  ^_ -> $  _ : _ (  ^_ ( Aa  ^_ ( _ , Aa  { _ , [  ^after  ++ Aa  binary  andalso  orelse  ^true ->  ^false ->`,
  fair: `Aa =  Aa )  ^{ _ ,  ->  ( Aa  , Aa  atom  ^_ ( {  % x  ^[ {  undefined  } , $  ^_ ( <<`,
  slight: `, $  ok`,
  against: `{ $  ^} $  def  var  let  const  class  import  return  function  null  this  self .  => {  #include  :: Aa  val  fn  do  ^import  // x  public  struct  ^data  where  void  new  int  :-  nil  package`,
  never: `#include  <?php  ^def  ^import  ^class  ^package  ^public  ^function  ^let  ^var  ^const  std::  ^using  ^return  ^fn  ^:-`,
  shape: { brace: 'rare', colon: 'never', tag: 'never', prose: 'never', pair: 'never', sigil: 'never' },
};

const CLOJURE: LanguageEvidence = {
  id: 'clojure',
  sure: `^( ns _  ^( defn _  ^( defn- _  ^( defmacro _  ^( deftest _  ^( defprotocol  ^( defrecord  ^( defmulti  ^( defmethod _ :_  ( :require [  ( :require  ( :import  ( :use  :as _ ]  :refer [  ^( def ^  ( let [  ( fn [  ^( defproject  #( _  ( swap !  ( reset !  ( atom  ^( is ( =  ( if-let [  ( when-let [  ( testing ""  ( loop [  ( for [  ( doseq [  ( assoc _ :_  ( get-in _ [  {:_  { :_  {:keys  ( -> _  ( ->> _  ^[ _ _ ] $  :dependencies [  ( :_ _ )  ( println ""  ( some->  ( partial  ( dotimes [  ( binding [  @( _  ^( deftype  ( with-open [  nil ?  ^( let [`,
  strong: `^( def _  [ _ & _ ]  ( str ""  ( map _  ( reduce  ( filter  ( when  ^( _ [  :_ _  [ _ _ ]  [ :_  ^:_  ( . _  ( Aa .  ( Aa/_  _ / _  ( defn  ( fn  ( recur  ( conj  ( first  ( rest  ( cond $  ( not=  ( nil ?  true )  {:`,
  fair: `^( _  ( _ ( _  ) ) ) $  ) ) $  ) ] $  :_ ""  _ ?  ^[ _  ( if (  ;; x  ^^{  ( = _  ( let`,
  slight: `( _ _ )  ; x`,
  against: `; $  { $  ^} $  defun  lambda  setq  def _ (  var _  function  = _ ;  ( define  import _ ;  return  class  :=  ==  ++  #:  ' _  ( defvar  ( setf  , _  ( list '  let (  ( let ( (  &optional  ( progn`,
  never: `#include  <?php  ( defun  ( define (  ( setq  ( defvar  ^( define  ^import  ^package  ^class  ^def _ (  ( lambda (  ^function  ( let ( (  ^#lang  ( defparameter  ( in-package`,
  shape: {
    semicolon: 'never',
    brace: 'rare',
    colon: 'never',
    paren: 'some',
    tag: 'never',
    prose: 'never',
    sigil: 'never',
  },
};

const COMMON_LISP: LanguageEvidence = {
  id: 'common lisp',
  prior: -0.2,
  sure: `^( defun _ (  ^( defmacro _ (  ^( defpackage  ^( in-package  ^( defparameter  ^( defvar *  ^( defclass _ (  ^( defmethod _ (  ^( defgeneric  ^( defstruct  ( let ( ( _  ( let* ( (  ( setf (  ( setf _  ( format t ""  ( loop for _  ( declare (  ( multiple-value-bind  ^( eval-when  &key  &optional  &rest  #'  #' _  ( lambda ( _ )  ^( asdf  ( :use  ( :export  ( funcall  ^( defsystem  :initarg  :accessor  :initform  ( handler-case  ( destructuring-bind  ^( use-package  ( mapcar #'  ( return-from  ^( defconstant  ( when (  ( format nil  ( values  ( incf  ( push  ( aref  ( gethash  ( dolist (  ( dotimes (  ( cons  ( car  ( cdr  * _ *  ( cond ( (  ( ecase`,
  strong: `( defun  ( if (  ( progn $  ( null  ( eq  ( list  ( setq  ( let (  nil )  ' (  ( loop  ( unless  ( apply  ( not  ( error ""  :_ _  ( and  ( or  :_ nil  ( string=  ( equal  ( append`,
  fair: `, @  ^( _  ) ) ) $  ) ) $  ; x  ;; x  t )  ( _ ( _  ' _  #\\  ( = _`,
  slight: `( _ _ )  ( _ _ _ )`,
  against: `{ $  ^} $  [ _  ]  def  ( def  ( fn [  ( ns  ( define  var  function  => import  return  #t  #f  ( defcustom  ( interactive  ( provide '  ( require '  defgroup  = _ ;  #lang  ( defface  buffer`,
  never: `#include  <?php  ^( ns  ^( defn  ^( define  ^import  ^package  ( interactive  ^( provide '  ( fn [  ^( defcustom  ^def  ( let [  ^class  ^#lang  ( save-excursion  ^( require '`,
  shape: {
    semicolon: 'never',
    brace: 'never',
    colon: 'never',
    paren: 'some',
    tag: 'never',
    pair: 'never',
    sigil: 'never',
  },
};

const EMACS_LISP: LanguageEvidence = {
  id: 'emacs lisp',
  extends: 'common lisp',
  prior: -0.2,
  sure: `( interactive  ( interactive )  ( interactive ""  ^( provide '  ^( require '  ^( defcustom  ^( defgroup  ^( defface  ^( define-derived-mode  ^( define-minor-mode  ( save-excursion  ( with-current-buffer  ( add-hook '  ( define-key  ( setq _  ( add-to-list '  ( goto-char  ( point )  ( kbd ""  ^( autoload  ( buffer-_  -mode  ( global-set-key  ( use-package  ( looking-at  ( re-search-forward  ( message ""  ( point-min )  ( insert  ( current-buffer  ( setq-default  ( setq-local  ( global-_  :type '  :group '  ( defalias '  ( with-temp-buffer  ( featurep '  ( eq _ '  ( called-interactively-p`,
  strong: `( defvar _ ""  ( defvar _ nil  ( defvar _  ( defun _-_-_ (  _-mode-_  ( setq  ( while  ( if (  ( nth  ( progn  ( concat  ( match-string  ( string-match  ( file-_  ( lambda ( )  ( boundp '  ( functionp  ( expand-file-name`,
  against: `( setf  ( format t  #'  ( defparameter  ( in-package  ( loop for  :initarg  &key  ( defclass  { $  [ _ ] $  ( define`,
  never: `^( defpackage  ^( in-package  ^( ns  ^( defn  ^( define  #include  ^import  ( format t  ^#lang`,
  shape: {
    semicolon: 'never',
    brace: 'never',
    colon: 'never',
    paren: 'some',
    tag: 'never',
    pair: 'never',
    sigil: 'never',
  },
};

const SCHEME: LanguageEvidence = {
  id: 'scheme',
  prior: -0.2,
  sure: `^( define ( _  ^( define _ $  ^( define _ (  ^( define-syntax  ( syntax-rules  ^( define-record-type  ( let loop  #t  #f  ( call/cc  ( call-with-  ^( library (  ^( define-module  ( begin $  ( set! _  ( set ! _  ( display ""  ( newline )  ( null? _  ( null ? _  ( let-values  ( letrec  ( cond ( (  ( else  ( lambda _  ^( import (  ( define (  ( equal ?  ( eq ?  ( vector-ref  ( let-syntax  ^( use-modules  ( pair ?  ( list ?  ^( load ""  ( string-append  ( vector-set`,
  strong: `^( define  ( lambda (  ( let ( (  ( let* ( (  ( if (  ( car  ( cdr  ( cadr  ( cons  ( cond $  ( define  ' ( )  ( map (  ( apply  ( for-each (  ( append  ( zero ?  ( list  ( length  ? _  ( not  ( error`,
  fair: `^( _  ) ) ) $  ) ) $  ; x  ;; x  ( _ ( _  ' _  ( = _  ( + _  ( - _`,
  slight: `( _ _ )  ( _ _ _ )`,
  against: `{ $  ^} $  ( defun  ( setq  ( setf  ( def  ( fn [  :_  nil  function  var  return  ( ns  ( defmacro  #lang  ( loop  ( interactive  ( provide  [ _ _ ]  ( defvar`,
  never: `^( defun  ^( ns  ^( defn  ^import  ^package  #include  ( setq  ^( defvar  ^( defcustom  ^def  ^#lang  ( let [`,
  shape: {
    semicolon: 'never',
    brace: 'never',
    colon: 'never',
    paren: 'some',
    tag: 'never',
    pair: 'never',
    sigil: 'never',
  },
};

const PROLOG: LanguageEvidence = {
  id: 'prolog',
  prior: -0.2,
  sure: `^:- _ (  ^:- module (  ^:- use_module  ^:- dynamic  ^_ ( … ) :- $  ^_ ( … ) :-  ) :- $  :- $  ^_ :- $  ^?-  ! . $  ! , $  fail . $  nl . $  , nl ,  write ( _ )  writeln (  -> true  \\= _  \\+  [ Aa | Aa ]  Aa is _  is Aa  =..  findall ( Aa  assert (  retract (  member ( Aa  append ( Aa  ^_ ( _ , _ ) . $  ^_ ( Aa , Aa ) . $  format ( ''  --> $  -->  nb_setval  ^:- initialization`,
  strong: `. $  ^_ ( Aa , Aa ) , $  ^_ ( Aa ) , $  ) . $  ^_ ( Aa  ( Aa , Aa )  ) :-  ( Aa ,  ^_ ( [ ] ,  , Aa )  ^Aa is  ^Aa = _ , $  ; $  ^!  ^% x  [ ]  =:=  ^_ ( _ ) . $  ^( _  -> $  length ( Aa`,
  fair: `) , $  Aa )  Aa ,  % x  , _ )  ^_ ( _ ,  /* _`,
  slight: `/*  , $`,
  against: `{ $  ^} $  def  var  let  const  class  import  return  function  null  this  self  =>  #include  ::  val  do  public  int  ->  fun  ^end  -module  case  of  lists  io  $_  ; $  = _ ;`,
  never: `#include  <?php  ^def  ^import  ^class  ^package  ^- module  ^- export  ^public  ^function  ^let  ^var  ^const  std::  ^return  ^( def`,
  shape: { brace: 'never', tag: 'never', pair: 'never', sigil: 'never' },
};

export const FUNCTIONAL_LANGUAGES: readonly LanguageEvidence[] = [
  HASKELL,
  OCAML,
  FSHARP,
  ELIXIR,
  ERLANG,
  CLOJURE,
  COMMON_LISP,
  EMACS_LISP,
  SCHEME,
  PROLOG,
];

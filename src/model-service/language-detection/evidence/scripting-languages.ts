// Evidence for scripting and scientific languages.
import type { LanguageEvidence } from './language-evidence.ts';

const PYTHON: LanguageEvidence = {
  id: 'python',
  prior: 0.9,
  sure: `^from _ import  ^from _ . _ import  ^from . import  ^from . _ import  ^import _ as _ $  ^def _ ( self  ^def _ … : $  ^class _ ( _ ) : $  ^if __name__ == ''  ^if __name__ == ""  ^elif … : $  ^except _ as _ : $  ^except Aa : $  ^except : $  ^async def  ^with open (  ^for _ in range (  self . _ =  ^def __init__ (
    ^class _ ( Aa ) : $  ^else : $  ^try : $  ^finally : $  lambda _ :  ^if not _ : $  is None  is not None  ^with _ … : $  ^assert isinstance  not in _  ^for _ … in … : $  ^if … : $  ^while … : $  ^class … : $  ^raise Aa (  ^yield from  ^print ( f ""  f ""  f ''  -> None :  ) -> _ :  ^@property $  ^@staticmethod $  ^@classmethod $  super ( )  ^nonlocal  __init__  **kwargs  ** kwargs  __main__  ^@pytest  u ''  -> str :  : str ,  : str =  : int =  : bool =  Optional [ _  List [ _  Dict [ _  elif`,
  strong: `self . _  self ,  None  True  False  ^import _ $  ^import _ . _ $  ^import _ , _ $  ^raise  ^def  ^pass $  ^return not  ^assert _ == _  and not  or not  for _ in _ ]  for _ in _ )  [ _ for _ in  except  lambda  """  r ''  b ''  % ( _  . format (  ^print (  ^print ""  ^print ''  isinstance (  len ( _ )  range (  ^@_ . _ (  ^del _  ^global _  ^return self  . append (  . items ( )  ^return None  = None  = True ,  = False ,  [ 0 : ]  [ : 0 ]  [ - 1 ]  : ] $  _ if _ else _  = self . _  ^assert  str (  int (  dict (  [:  __name__  ^with`,
  fair: `^for _ in  ^if not  in _ : $  def  self  ^return _ $  ^_ = _ $  ^_ = _ ( _  ^_ = [ $  ^_ = { $  ^_ = _ . _ (  '' : ''  '' : _  '' : {  "" : _ , $  ^) $  ^] $  # x  ^class _  not _  and  or  ^_ . _ (  ^_ . _ = _ $  : $  in  _ = _ )  _ = _ ,  _ = '' ,  % _  ^_ = ''  ^_ = ""  '''  pass  ^return ''  ^return ""  ^continue $  ^from  lambda`,
  slight: `# x  if  ^_ ( _ )  ^_ = 0  ^return  import  ( _ , _ )`,
  against: `; $  { $  ^} $  function  var  let  const  null  true  false  ===  ->  =>  &&  ||  ^end $  nil  $_  ::  new  this  then  fi  do  done  void  public  private  extends  <?  ^@_ =  unless  elsif  elseif  end  :=  foreach  ^local  else if  ^echo  require  String  match  ^extends  ^func  ^package  ^load (  ^else {  ++  fn  struct  begin  std`,
  never: `#include  <?php  ^end $  ^fi $  ^func _ (  ^function _ (  ^const _ =  ^let _ =  ^var _ =  ^package  ^using  ^public  ^extends _ $  ^elsif  ^fn  std::  ^esac`,
  shape: {
    semicolon: 'never',
    brace: 'rare',
    colon: 'some',
    paren: 'rare',
    tag: 'never',
    prose: 'never',
    pair: 'rare',
    sigil: 'rare',
  },
};

const RUBY: LanguageEvidence = {
  id: 'ruby',
  sure: `^require '' $  ^require "" $  ^require_relative  ^end $  do | _ |  { | _ |  attr_accessor  attr_reader  ^class _ < _  ^class _ < _ :: _  ^module _ $  ^def self .  ^def initialize  ^elsif  . each do  ^include Aa $  ^extend Aa  ^puts  unless _  => e $  ^rescue  ^ensure $  @@_  ^gem ''  ^source ''  ^describe _ do  ^it '' do  ^it "" do  ^context "" do  ^let ( :_ )  ^let ! (
    . nil ?  . empty ?  . include ? (  . present ?  _ ! $  %w [  %w (  :_ =>  "#{_}"  ^private $  ^before_action  ^has_many  ^belongs_to  ^validates  ^def _ $  ^def _ ? $  . new ( $  Aa . new  . freeze $  ^task :_  ^namespace :_ do  . to_s  . to_i  . map ( & :_  ( & :_ )  ^expect ( _ ) . to  . each { | _  do $  ^Gem::Specification  defined ? (  ^return unless  ^return if  respond_to ?  ^yield  ^loop do  ^fail  ^raise Aa ,  &block  ^@_ = _  ||= _  ^assert_equal _ ,  ^begin $  ^alias_method  :_ , :_  ^t . _ :_  ^autoload`,
  strong: `^@_ =  @_ .  @_ ,  @_ )  ^def _ (  ^def _  :_ ,  :_ )  ^class _ $  _ : _ ,  |_|  | _ |  | _ , _ |  nil  unless  ^when  ^case _ $  ^if _ $  ^if ! _  ^else $  elsif  . each  ^raise  ^next if  ^next unless  ^return _ if  ^_ :_ $  ^_ :_ ,  Aa::Aa  ::Aa  <<~AA  <<-AA  ^__FILE__  lambda {  ->( _ )  _ ? $  _ ?  ||=  =~ /  ^attr_  ^super $  ^protected $  $stdout  ENV [  << _ $  ^p _  ^_ do $  and return  File . join  ^until`,
  fair: `^_ = _ . _  ^_ = [ ] $  ^_ = { } $  def  end  ^_ _ $  ^_ ''  ^_ "" $  . _ $  _ . _ _ $  # x  ^module  ^self  self .  ^yield  ^_ _ , _  =>  => ''  then  :_  ^return _ $  << ""  ^extend`,
  slight: `# x  ^_ = _ $  self  ''  ^_ ""  "" $  do`,
  against: `; $  { $  ^} else  function  var  let  const  null  fi  done  def _ … : $  ^import  ^from  ^elif  local  None  self ,  ->  fn  defmodule  : $  then $  endif  endfunction  void  public _  @spec  |>  ^package  ^val  ++  ~=  ..  ^use  defp  this  $_ =  int  echo  = struct  begin  _ : :_  ^- _  :=`,
  never: `^from _ import  ^elif  #include  <?php  ^fi $  ^done $  ^local  ^import  ^defmodule  ^defp  ^function _  ^let _ =  ^var _  ^const _ =  ^package  ^esac  ^endif  ^func  ~= nil  ^if … : $  @spec  @moduledoc  ^%  ^using  ^foreach`,
  shape: {
    semicolon: 'never',
    brace: 'rare',
    colon: 'never',
    paren: 'never',
    tag: 'never',
    prose: 'rare',
    pair: 'rare',
  },
};

const PERL: LanguageEvidence = {
  id: 'perl',
  sure: `^use strict ; $  ^use warnings  ^my $_  ^my ( $_  ^my @_  ^my %_  ^sub _ {  ^sub _ $  ^package _ ; $  ^package _ :: _ ;  = shift ;  = @_ ;  $_ -> {  ->{_}  $self ->  $self->  ^our $_  ^our @  qw (  qw /  =~ /  =~ s /  =~ m /  !~ /  ^foreach my $_  ^print "" ;  ^1 ; $  ^__END__ $  ^__DATA__ $  ^=head1  ^=cut $  ^=over  ^=item  ^=pod  @{$  %{$  $$_  die ""  ^use _ qw  ^use _ :: _ ;  ^use _ :: _ qw  $_ [ 0 ]  eq ''  ne ''
    ^elsif (  bless  ^local $_  @_ ;  keys %_  scalar ( @  push @_ ,  <STDIN>  chomp  ^use vars  ^use Test  ^use lib  ^use base  ^use 0  $1  ^unless (  ^return unless  ^next unless  ^next if  ^ok (  ^is (  foreach my  sprintf ( ""  open ( my  STDERR  ->new  -> new (`,
  strong: `^$_ = $_  $_ =  $_ ;  $_ )  my $_  my (  @_  %_  ^if ( $_  ^} elsif  elsif (  $_ { _ }  $_{_}  $_[_]  "$_"  Aa::_  Aa::Aa  => sub {  sub {  ^return $_ ;  . ""  eq ""  ^use  join ( ''  ^last if  ^die  ^print  shift @  exists $  defined $  undef  lc (  or die  wantarray  ^sub  ->[  ->{  croak  local  ^use constant`,
  fair: `unless  eq  ne  '' =>  _ =>  => ''  ^package  ^require  foreach  $_  ^} $  ^return _ ;  # x  \\%_  \\@_  lt  gt  cmp`,
  slight: `; $  if (  # x  {  return`,
  against: `function  var  let  class  def  public  null  ^echo  import  ^end $  ^fi $  then  void  #include  const  ===  string  elif  is  ^from  ^using  $this  ^multi  ^method  has $  ^const  say  array (  foreach ( $_ as  param  -eq`,
  never: `<?php  ^fi $  ^done $  ^import  ^def  #include  ^namespace  $this ->  $this->  ^use v6  ^func  -eq  ^function _ ( $_  ^param (  elseif  ^public function  ^@end`,
  shape: { semicolon: 'most', brace: 'some', colon: 'never', paren: 'never', tag: 'never', pair: 'rare' },
};

const LUA: LanguageEvidence = {
  id: 'lua',
  sure: `^local function  ^local _ = require  ^local _ = { $  ^local _ = _  ^local _ = ''  ^local _ , _ =  ~= nil  ^elseif … then $  for _ , _ in pairs (  for _ , _ in ipairs (  ^function _ : _ (  ^function _ . _ (  ^end ) $  ^if not _ then $  == nil then  ipairs (  pairs (  setmetatable (  . __index =  string . format (  table . insert (  ^repeat $  ^if … then $  ^local _ $  self : _ (  --[  tonumber (  tostring (  ^for _ = 0 , _ do $  ^return _M  _ : _ ( _ ) $  ^function _ ( _ ) $  ^function _ ( ) $  . _ = function (  = function ( _ ) $  ^while … do $  ^for … do $  ngx . _  nil then`,
  strong: `^local  .. ""  .. _  "" ..  '' ..  ~=  ^end $  ^end ,  ^end  ^function _ (  then $  ^else $  ^elseif  nil  ^return {  ^} ) $  : _ (  ^_ : _ (  function (  function ( )  do $  ^_ = _ , $  ^_ = ''  ^_ = "" , $  ^_ = { $  ^_ = function  ^["" ] =  ^[""] =  _ . _ = _ $  ^print (  [[  ]]  self . _ =  not _ then  ^until  type ( _ ) ==`,
  fair: `-- x  ^_ = _ ( _  ^_ . _ (  ^_ . _ = _ $  and  or  not  ^return _ $  ^return function  end  ^} , $  self .  ^assert (  true ,  ^require  then  ^_ ( "" ) $  ^_ ( _ ) $`,
  slight: `nil  end  ^break $  _ = _ ,`,
  against: `; $  { $  def  var  let  class  const  !=  ++  ->  =>  &&  ||  null  elif  fi  import  :=  begin  module  SELECT  puts  unless  elsif  public  @_  $_  ^endif  ^endfunction  void  struct  else if  require '' $  ^foreach  ^set  endif  endfor`,
  never: `#include  <?php  ^def  ^import  ^class  ^fi $  ^elsif  ^do | _ |  ^let  ^module  ^begin $  ^endif  ^const  ^endfunction  ^elif  ^defmodule  ^CREATE  ^var`,
  shape: {
    semicolon: 'rare',
    brace: 'rare',
    colon: 'never',
    paren: 'never',
    tag: 'never',
    pair: 'never',
    sigil: 'never',
  },
};

const R: LanguageEvidence = {
  id: 'r',
  sure: `^_ <- function (  ^library ( _ ) $  ^library ( "" )  _ <- c (  <- data . frame  %>%  % > %  ^_ <- read . csv  na . rm = TRUE  . csv ( ""  <- list (  ^#' x  = TRUE )  = FALSE )  = TRUE ,  = FALSE ,  ggplot (  aes (  ^require ( _ ) $  ^setMethod (  ^setClass (  ^test_that ( ""  expect_equal (  is . null (  is . na (  data . frame (  stop ( ""  for ( _ in 0 : _  seq_along (  sapply (  lapply (  ^source ( ""  %in%  <- function  $_ <-  ^_ $ _ <-  paste0 (  rep (  nrow (  as . numeric (  library (  c ( ""  c ( 0 ,  inherits (  geom_  mutate (  summarise (  |> $  \\( _ )  ^abort (  ^check_`,
  strong: `<-  ^_ <- _  _ <- _ (  NULL  TRUE  FALSE  _ $ _  function ( _ ) {  ^_ . _ <-  [[ 0 ]]  [[ ""  ]]  ^if ( is .  ^function (  :: _ (  seq (  ^plot (  _ . _ = _  ^return ( _ )  function ( _ , _  NA  ~ _  [ , 0 ]  [ , _ ]  ^} else {  ^set . seed  mean (  ^else if (  _ = NULL  ...  matrix (  paste (  ^stopifnot (  tibble (`,
  fair: `^_ ( _ ) $  _ . _ (  c (  length (  ^} $  ^print (  = ""  = c (  , _ = _  # x  ^cat (  function (  ^if ( _  ^for ( _ in  names (`,
  slight: `# x  ^_ = _ (  _ = _ ,  ^_ ( _ ,`,
  against: `; $  var  let  const  class  def  import  ->  =>  self  end  null  ^#include  nil  None  True  public  void  :=  #define  println  val  where  case  of  data  do  $_  module  this  struct  ++  ===  int  <- chan  := <-  func`,
  never: `#include  <?php  ^def  ^import  ^class  ^func  ^package  ^public  ^module  ^end $  ^fn  ^let  where $  ^my $_  ^local  ^using`,
  shape: { semicolon: 'never', brace: 'some', colon: 'never', tag: 'never', prose: 'never', pair: 'never' },
};

const JULIA: LanguageEvidence = {
  id: 'julia',
  sure: `^using _ $  ^using _ : _  ^using _ , _  ^function _ ( _ ::  ^module _ $  ^export _ ,  ^@testset  ^@test  ^import Base  ^mutable struct  ^abstract type  ^struct _ <:  _ :: Aa  _::Aa  ::Int  ::Float64  ::String  ::Vector  Array{  Vector{_}  Dict{_  where {  where T  ^println ( "" )  @inbounds  @simd  ^for _ in 0 : _ $  ^for _ = 0 : _ $  ^for _ in eachindex  push ! (  _ ! ( _  <:  ^elseif  ^macro _ (  ^@assert  ^const AA =  ^include ( "" )  ^function … ) $  Float64  Int64  isa (  isa _  zeros (  nothing  ^end # x  ^quote $  ^immutable  ^type _ $  .+  .*  @inline  ^Base .`,
  strong: `^end $  ^function _ (  ^struct _ $  ^if _ == _ $  :: _  ^begin $  ^let $  ^else $  ^return _ $  ^_ ( _ ) = _  length (  _ : _ $  ^for _ in _ $  ^while _  |>  ^const _ =  ^try $  ^catch  ^@_ _  ^do $  do _ $  ! _  ^baremodule  $ (  ^throw (  "$_"  ones (  rand (  ^export _ $`,
  fair: `^_ = _ ( _  # x  ^_ = 0  ^_ ( _ ) $  end  ; _ =  ^return  _ . _  && _  || _  ^_ . _ = _ $  ^local  ^global  in`,
  slight: `# x  ^_ = _ $  true  false  ^using`,
  against: `; $  { $  ^} $  def  var  class  self  null  nil  then  do |  elif  local  None  public  new  unless  puts  |_|  void  .. _  ~=  function ( )  std  :=  ^import  "#{_}"  <-  this  printf  disp`,
  never: `^def  <?php  #include  ^class  ^elsif  ^elif  ^require ''  ^local _ =  std::  ^fn  ^package  ^namespace  ~= nil  then $  ^}`,
  shape: { semicolon: 'rare', brace: 'never', colon: 'never', tag: 'never', prose: 'never', pair: 'never' },
};

const MATLAB: LanguageEvidence = {
  id: 'matlab',
  prior: -0.3,
  sure: `... $  ^function [ _ ] =  ^function _ = _ (  ^function [ _ , _ ] =  ^function _ ( _ ) $  ^clear all  ^close all  ^clc  fprintf ( ''  ^for _ = 0 : _ $  ^end $  zeros (  ones (  numel (  ^hold on  ^figure  ^classdef  ^disp ( ''  size ( _ , 0 )  [ _ , _ ] =  ^xlabel (  ^ylabel (  ^title (  nargin  varargin  isempty (  strcmp (  ^plot (  : end )  ( : , 0 )  ( : , _ )  ( : )  .*  ./  ^elseif  ~isempty  ^if ~_  ^otherwise  ^properties  ^methods  @( _ )  num2str (  repmat (  ^endfunction  ^endif`,
  strong: `^% x  _ = [ 0 0  _ = 0 ; $  _ ( _ ) = _ ;  ^function  ' ; $  ^for _ =  ^while  ^if _ ==  ~=  ^case ''  ^switch _ $  length (  ^else $  0 : _  ^return ;  cell (  pi  sqrt (  [ ] ;  ) ;  linspace (  . ^  sum (  mod (  error ( '' ^load  ^axis  end`,
  fair: `^_ = _ ( _ ) ;  ^_ = _ ;  '' )  '' ,  ^end ;  && _  ( _ , : )  + 0 )`,
  slight: `; $  _ ( _ , _ )`,
  against: `{ $  ^} $  def  var  let  const  class  ->  =>  ::  ++  null  nil  this  self  import  "" ;  local  then  do  println  fn  void  struct  int  $_  std  return _  ^-  <-  new  begin  public  :=  subroutine  program  do  integer  end do  end if  ^call`,
  never: `#include  <?php  ^def  ^import  ^package  ^local  then $  ^module  ^class  ^using  ^elif  ^fi $  ^var  ^const  ^let  ^\\_ {`,
  shape: { semicolon: 'some', brace: 'never', colon: 'never', tag: 'never', prose: 'never', pair: 'never' },
};

const FORTRAN: LanguageEvidence = {
  id: 'fortran',
  anyCase: true,
  sure: `^implicit none  ^program _ $  ^end program  ^subroutine _ (  ^end subroutine  ^end do  ^enddo  ^end if $  ^endif $  ^end function  ^integer ::  ^integer , intent ( in )  intent ( in )  intent ( out )  intent ( inout )  ^real ( _ )  ^real ( kind  ^double precision  ^character ( len  ^character *  ^call _ (  ^write ( * , * )  ^print * ,  ^use _ , only  . and .  . eq .  . gt .  . ne .  . not .  . true .  . or .  ^dimension  dimension ( :  allocatable  ^allocate (  ^contains $  ^do _ = 0 , _  ^module _ $  ^end module  ^type ( _ )  ^end type  ^read ( 0  ^continue $  ^goto  ^end interface  ^recursive  ^pure  ^elemental  bind ( c  ^deallocate  ^integer *  ^real *  parameter (  ^type ::`,
  strong: `::  ^integer _  ^real _  ^if ( _ ) then $  ) then $  ^else $  ^do _ =  ^function  ^logical  ^use _ $  ^stop  ^return $  ** 0  & $  ^data _ /  ^common /  ^end $  ^parameter  ^external  ^format (  kind = _  ! x  0 d0  % _  ^interface $  ^private $  ^public ::  ^save`,
  fair: `^_ ( _ ) = _  ^_ = _ $  ^_ = _ + _  do  integer  real  then  ^call`,
  slight: `* _  ^if (  ! x`,
  against: `; $  { $  ^} $  def  var  let  class  self  ->  =>  null  nil  import  fi  $_  std  struct  void  ==  &&  ||  begin  :=  return _  fn  local`,
  never: `#include  <?php  ^def  ^import  ^package  ^local  ^class  ^let  std::  ^begin $  ^fi $  ^var`,
  shape: { semicolon: 'never', brace: 'never', colon: 'never', tag: 'never', pair: 'never', sigil: 'never' },
};

export const SCRIPTING_LANGUAGES: readonly LanguageEvidence[] = [PYTHON, RUBY, PERL, LUA, R, JULIA, MATLAB, FORTRAN];

// Evidence for C and the languages that took its syntax over most literally.
import type { LanguageEvidence } from './language-evidence.ts';

const C: LanguageEvidence = {
  id: 'c',
  sure: `#include <stdio  #include <stdlib  #include <string.h  #include <unistd  typedef struct  typedef enum  typedef union
    ^struct _ * _ (  _->_->_  ^static void _ ( void )  ^int main ( void )  ^static int _ ( struct  #include <linux  (void *)  ( void ) $  ( void );`,
  strong: `^#include ""  ^#include <  ^#include <_  ^#include <_ . h>  ^#define  ^#ifdef  ^#ifndef  ^#endif  ^#undef  ^#if defined  ^#pragma  ^static inline  ^static const  ^extern
    struct _ *  ^struct _ {  unsigned char  unsigned int  unsigned long  size_t  uint8_t  uint32_t  uint16_t  uint64_t  int32_t  sizeof (  malloc (
    printf ( ""  fprintf ( stderr  _ * _ )  _ * _ ,  const char *  char * _  void * _  ( char *  -> _ =  if ( !  = NULL ;  == NULL  != NULL  goto _ ;  memcpy (
    memset (  strlen (  strcmp (  free (  return - 1 ;  ^int main (  ssize_t  va_list  AA ( _ ,  #error  ( * _ ) (`,
  fair: `->  & _ )  & _ ,  _ [ 0 ]  _ [ _ ] =  ^int _  ^void _ (  ^static  ^return 0 ;  ^char  unsigned  NULL  typedef  ^} _ ; $  int _ ;  int i ;  ^case AA :
    ^{ $  ++ )  ^break ; $  register  volatile  ^long _  ^double _  float  0 , 0 ,  ^} else {`,
  slight: `/*  if (  while (  for (  ; $  &&  ||  int  char  struct  ^return _ ;  else if (  switch (  /* ^_ (  ^} $  //`,
  against: `class  public  private  function  var  let  ::  def  new  import  string  =>  namespace  template  interface  throw  $_  ^@_  std  virtual  fn  package  func  :=  self  NSString`,
  never: `std::  ^using  ^public class  ^import java  ^package  @interface  @implementation  #import  nullptr  template <  <?php  __global__`,
  shape: {
    semicolon: 'most',
    brace: 'some',
    colon: 'rare',
    paren: 'never',
    tag: 'never',
    prose: 'never',
    pair: 'never',
    sigil: 'never',
  },
};

const CPP: LanguageEvidence = {
  id: 'c++',
  extends: 'c',
  prior: -1.2,
  sure: `std::  ^using namespace  ^template <  template <typename  template <class  ^public : $  ^private : $  ^protected : $  ^namespace _ {  cout <<  cin >>
    nullptr  static_cast <  dynamic_cast <  reinterpret_cast <  const_cast <  #include <iostream  #include <vector  #include <string>  #include <map>  #include <memory
    #include <algorithm  ^using _ =  unique_ptr <  shared_ptr <  constexpr  noexcept  operator (  operator =  operator ==  decltype (  ~ Aa (  virtual ~  virtual void
    ) const {  ) const ;  ) const override  const _ & _  const Aa & _  <<endl  << endl  vector<_>  ^namespace {  auto &  ^class _ : public  ^friend  explicit _ (`,
  strong: `_::_  virtual  ^class _ {  ^class _ : $  const auto &  for ( auto  ^namespace _  mutable  typename  operator  delete  Aa::Aa  ^struct _ : _  override  final
    string &  ^using  & operator  ^#include <_> $  ^class Aa  catch (  ^~_  this ->  typeid  [&]  [=]  [this]  size_type  explicit  inline`,
  fair: `typedef struct  ( void ) $  ( void ) ;  ^static void _ ( void )  ^int main ( void )  ^static int _ ( struct  malloc (  free (  struct _ *  ^struct _ * _ (  NULL  == NULL  != NULL  = NULL ;  goto _ ;
    new _ (  throw  try {  << ""  <<  auto _ =  std  _<_> _  private  public  protected  class  ^#include <_> $  _ & _`,
  slight: `bool  string  true  false  ::  new  &`,
  against: `restrict  public static  extends  implements  ^import  function  let  ^fn  impl  fn _ (  mut  def  var  foreach  public _ _ (`,
  never: `^import java  ^package _ ;  ^use _::  @interface  @implementation  #import  public class  namespace _ ; $  <?php  ^using System  fn _ (  pub  let mut  __global__`,
  shape: {
    semicolon: 'most',
    brace: 'some',
    colon: 'rare',
    paren: 'never',
    tag: 'never',
    prose: 'never',
    pair: 'never',
    sigil: 'never',
  },
};

const OBJECTIVE_C: LanguageEvidence = {
  id: 'objective-c',
  extends: 'c',
  prior: -1.2,
  sure: `^#import  ^@interface _ :  ^@interface  ^@implementation  ^@end $  ^@property (  ^@class  ^@protocol  @selector (  ^- ( _ ) _  ^+ ( _ ) _  ^- ( _ * )  ^+ ( _ * )
    NSString  NSArray  NSDictionary  NSError  NSInteger  NSUInteger  NSObject  NSLog ( @  [[ _ alloc ]  alloc ] init  [ self _  [ super _  @""  @[  nonatomic  ^@synthesize
    id < _ >  instancetype  ^@import  ^@autoreleasepool  CGFloat  CGRect  UIView  BOOL`,
  strong: `#import  import  [ _ _ ]  [ _ _ : _ ]  [ Aa _ ]  [ _ _ :  self . _  = [ _  nil  YES  NO  IBOutlet  IBAction  __weak  __strong  ^@_ $  ^@optional  NS_ASSUME_NONNULL_BEGIN  NS_ENUM  nullable  ( nonnull  ^return [  ^@dynamic  ^@try  @(`,
  fair: `Aa * _ =  ^_ ( ^ )  ^ (  id _  super  strong  weak  copy  @ _  : ( _ ) _  : ( _ * ) _  Aa *`,
  against: `std::  template  namespace  private :  public :  public  class`,
  never: `^import  ^package  fn _ (  <?php  ^using`,
  shape: {
    semicolon: 'most',
    brace: 'some',
    colon: 'rare',
    paren: 'never',
    tag: 'never',
    prose: 'never',
    pair: 'never',
  },
};

const CSHARP: LanguageEvidence = {
  id: 'c#',
  sure: `^using System  ^using Microsoft  ^using Aa . Aa ;  ^using Aa ; $  { get ; set ; }  { get ; }  { get ; private set  public override  ^namespace _ . _  public async Task  public static void Main  Console . WriteLine  ^#region  ^#endregion
    public string _ {  public int _ {  public virtual  internal class  public partial class  internal static  out var  foreach ( var  foreach ( _ _ in  string []  public sealed  private readonly  private static readonly  [ Test ]  [ Fact ]  [ TestMethod ]
    ^[ assembly :  nameof (  Task<_>  List<string>  IEnumerable <  IEnumerable<_>  get => _  string . Empty  ^[ Aa (  ^[ Aa ] $  protected override  static async Task  string . IsNullOrEmpty  { get ; init  internal sealed  await _ . _Async`,
  strong: `^namespace _ $  ^namespace Aa ; $  ^namespace Aa {  ^public class _ : _  public class Aa : I  async Task  var _ = new  = new ( )  ^[ _  get { return  string _ ,  string _ )  string _ =  string _ ;  bool _  ^public Aa (  ^get $  ^set $  ^get {  ^set {  Aa<Aa>  this [  typeof (  =>
    ?? throw  is null  is not  $""  @""  : base (  params  ref  out  delegate  readonly  sealed  override  decimal  where T :  public Aa Aa {  internal  object _  . ToList ( )  . Select ( _ =>  . Where ( _ =>  yield return  lock (  using (  ^using var  public const  unchecked  ^{ $`,
  fair: `public  private  static  void  new Aa (  protected  var _ =  virtual  partial  async  await  null  int _  foreach  string  bool  ^public static  ^public void  ^return _ . Aa  . Aa (  ^var  _ . Aa . Aa  ^case _ . _ :  Aa . Aa (  throw new  ^try $  ^else $`,
  slight: `class  return  ; $  if (  this .  namespace  ^} $`,
  against: `import  package  final  extends  implements  boolean  String  System . out  function  let  ->  std::  #include  def  fn  const _ =  throws  :: _  . length ( )  ^@_  $_  undefined`,
  never: `^import  ^package  ^#include  System . out  std::  @Override  ^#import  <?php  fn _ (  fun _ (  public static void main (  const _ = require  export default  ^func  ^def  console . log  function _ (`,
  shape: {
    semicolon: 'most',
    brace: 'some',
    colon: 'never',
    paren: 'never',
    tag: 'never',
    prose: 'never',
    pair: 'never',
  },
};

const JAVA: LanguageEvidence = {
  id: 'java',
  prior: 0.5,
  sure: `^import java .  ^import javax .  ^import org . … ;  ^import com . … ;  ^import static … ;  ^package _ . … ; $  @Override  System . out . println  public static void main ( String  public static final  private static final  private final  public final class
    throws Aa  throws _ {  ) throws  String [] _  @Autowired  @Test $  @SuppressWarnings  new ArrayList <  new HashMap <  List<String>  Map<String , _ >  List<Aa> _ =  implements _ {  class _ extends _ {  public interface  public enum  public abstract class
    public class Aa {  public class _ implements  extends Aa {  final String _  System . err  ^import _ . … . * ;  HttpServletRequest  HttpServletResponse  . equals ( ""  Integer . parseInt  String . format (  StringBuilder  catch ( Exception _  catch ( IOException  ^import io .  ^import lombok
    . getClass ( )  . class )  for ( String _ :  for ( Aa _ : _  public boolean  protected void  static final long serialVersionUID  ^final Aa`,
  strong: `^package _ ; $  ^import _ . … ; $  String _ =  String _ ;  String _ ,  String _ )  boolean _  private Aa _ ;  private String  private int  public void _ (  public String  public int  public Aa (  final  implements  extends  instanceof  synchronized  throws  abstract class
    throw new Aa  Aa _ = new Aa (  = new Aa<>  new Aa<  ^@Aa $  ^@Aa (  ^this . _ = _ ;  super (  Object _  Integer  . length ( )  . size ( )  . get (  . append (  . toString ( )  private static  ^return this . _ ;  Optional <  Collections .  ^try {  catch ( Aa _ ) {  interface  final int  ::new  Aa::_
    ^public static  ^private  ^protected  . add (  Aa . Aa .  transient  volatile  strictfp  byte [] _  int [] _  new int [  ? extends  ? super  Class <  <T>`,
  fair: `public  static void  private  protected  class Aa  new Aa (  . get_  null  int _ =  ^}  if ( _ == null  != null  for ( int i = 0 ;  Aa<Aa>  Aa _ =  Aa . _ (  long _  double _  _ . _ ( _ ) ;  ^return new  ^return _ ;  ^} else {  finally {  String  boolean  Aa _ )  Aa _ ,  ^switch (  ^case AA :`,
  slight: `/*  ; $  return  if (  void  int  void _ (  this .  this  `,
  against: `string  bool  function  var _ :  let  def  fun  val  =>  ===  !==  #include  struct  namespace  using  const  undefined  None  self  ->  * _  foreach  unsigned  typedef  val _ =  var _ =  ^object  $_  async  await  override  fn  nil  end  ^@_ (  override fun  :: _ ::  Console  Self`,
  never: `#include  #import  ^using  ^namespace  std::  ^def  console . log  fun _ (  func _ (  fn _ (  <?php  ^from _ import  ^import '' ;  ^import ""  from ''  from ""  const _ =  let _ =  ^val  public override  get ; set  export  require (  ^override  function _ (  function (  :=  typeof  ^import { `,
  shape: {
    semicolon: 'most',
    brace: 'some',
    colon: 'never',
    paren: 'never',
    tag: 'never',
    prose: 'never',
    pair: 'never',
    sigil: 'rare',
  },
};

const GROOVY: LanguageEvidence = {
  id: 'groovy',
  prior: -0.5,
  sure: `^apply plugin :  ^dependencies { $  ^repositories { $  ^plugins { $  ^buildscript {  ^allprojects {  ^subprojects {  mavenCentral ( )  ^pipeline { $  ^stages { $  ^stage ( '' )  ^steps { $  ^agent any  ^node ( '' )  compile ''  testCompile  implementation ''  implementation ""
    testImplementation  classpath ''  classpath ""  ^task _ (  ^task _ {  ^task _ <<  sourceCompatibility  ^id ''  ^compileOnly  ^runtimeOnly  . each { _ ->  . collect { _ ->  . findAll {  ^def _ = new  ^@Grab  ^@CompileStatic  ^import groovy  . each {  . collect {  ?. _  jcenter ( )  withCredentials  doLast {  ^android {`,
  strong: `^def _ = _  ^def _ ( _ ) {  ^def _ = [  ^println ""  ^println  ^sh ""  ^sh ''  def _ =  { _ ->  ^import _ . _ . _ $  ^package _ . _ $  [:]  =~  ==~  *. _  ^version = ''  ^group = ''  ^group ''  as String  ^url ''  ^assert  ^static def  ^environment {  ^script {  ^ext {  ^expect :  ^given :  ^when :  ^then :  "$_"  "\${_}"`,
  fair: `^import java  ^class _ {  ^class _ extends  new Aa (  '' $  { it  it .  def  ^return _ $  String _ $  ^} $  ^_ '' $  ^_ { $  ^@Aa $  ^void _ (  ^private  ^static  [ _ : _  ?: _`,
  slight: `//  { $  if (  ^_ ""`,
  against: `; $  public static  function  var  val  fun  fn  let  ^def _ :  : $  end  ^end $  self  None  const  import _ . _ ;  ^from  => {`,
  never: `^package _ . … ; $  ^def _ ( self  ^fun  #include  ^using  ^func  const _ =  ^require  elif  ^val  fn _ (  require (  ^end $  ^def _ … do $`,
  shape: { semicolon: 'rare', brace: 'some', colon: 'rare', tag: 'never', prose: 'never', pair: 'rare' },
};

const GO: LanguageEvidence = {
  id: 'go',
  sure: `^package _ $  ^package main  ^func main ( )  ^func ( _ * _ )  ^func ( _ _ ) _ (  if err != nil  ^import ( $  := range  ^type _ struct {  ^type _ interface {  fmt . Println  fmt . Printf  fmt . Sprintf  fmt . Errorf  return nil , err  , err := _  err :=  map [ string ]  [ ] string  [ ] byte  [ ] int  ^defer
    make ( chan  make ( [ ]  make ( map  ^go func (  interface { }  t . Fatalf (  t . Errorf (  * testing . T  log . Fatal  chan _  func ( ) {  ^select {  http . ResponseWriter  context . Context  errors . New (  ^for _ , _ := range  chan struct { }  ^if _ , ok :=  ; ok {  , err =`,
  strong: `^func _ (  ^func Aa (  :=  ^import ""  ^var (  ^const (  func (  struct { $  ^if err  != nil {  == nil {  ^case _ : $  ^for {  nil  * _ . Aa  & Aa {  & _ . Aa {  string {  error {  ) error {  append ( _ ,  ^switch _ {  ) ( _ , error )  ^var _ _ $  ^var _ =  len ( _ )  ^for i :=  <- _  ^return _ , nil  [ ] Aa  _ string ,  _ string )  _ int )  . Aa (  ^type _  iota  int64  uint64  uint32  string json  ^default : $`,
  fair: `^return $  _ , _ :=  _ . Aa (  ^} else {  ^} $  ^if _ {  ^for _  _ . Aa  ^continue $  range  ^) $  Aa : _ , $  ^"" $  [ ]  err  defer  ^if _ == _ {  ^if _ != _ {  ^break $  ^else  float64  func  ^_ ""  _ error  _ bool`,
  slight: `⇥_  //  { $  string  struct  ⇥}`,
  against: `; $  class  public  private  def  this  ->  ::  function  let  null  throw  try  while  import _ . _ ;  if (  var _ : _  func _ … -> _  let _  self  ^fn  ^static  void  new  ^end $  impl`,
  never: `#include  ^class  ^public  ^using  ^def  ^let  ->  console . log  fn _ (  <?php  std::  ^import _ . _ ;  ^extension  guard let  self .  ===`,
  shape: {
    semicolon: 'never',
    brace: 'some',
    colon: 'rare',
    paren: 'never',
    tag: 'never',
    prose: 'never',
    pair: 'rare',
    sigil: 'never',
  },
};

export const C_FAMILY: readonly LanguageEvidence[] = [C, CPP, OBJECTIVE_C, CSHARP, JAVA, GROOVY, GO];

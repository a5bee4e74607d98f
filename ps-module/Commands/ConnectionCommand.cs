using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using EcrLogin.Arguments;
using EcrLogin.Completion;
using EcrLogin.Credentials;
using EcrLogin.Engine;

namespace EcrLogin.Commands;

/// <summary>A command that asks AWS, with the parameters that all of these share.</summary>
public abstract class ConnectionCommand : EngineCommand
{
    private ShellDefaults defaults = null!;

    private protected ConnectionCommand()
    {
    }

    /// <summary>The AWS Region to ask, such as us-east-1, as text or as a region object of AWS Tools. Without it:
    /// $StoredAWSRegion, AWS_REGION, AWS_DEFAULT_REGION, the profile, then instance metadata.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RegionToCall")]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public object? Region { get; set; }

    /// <summary>The name of a profile in the shared AWS config and credentials files. It wins over keys in the environment,
    /// and it is an error if there is no such profile.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("StoredCredentials", "AWSProfileName", "Profile")]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string? ProfileName { get; set; }

    /// <summary>The path of a credentials file to search for the profile, in place of the usual files.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("AWSProfilesLocation", "ProfilesLocation")]
    public string? ProfileLocation { get; set; }

    /// <summary>User name and password for the identity provider of a SAML role profile. Without it, the identity of the
    /// current user is tried.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Login]
    public PSCredential? NetworkCredential { get; set; }

    /// <summary>An AWS access key id. It needs -SecretKey, and -SessionToken if the keys are temporary.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("AK", "AccessKeyId")]
    public string? AccessKey { get; set; }

    /// <summary>The secret key that belongs to -AccessKey, as a string or a SecureString.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("SK", "SecretAccessKey")]
    public object? SecretKey { get; set; }

    /// <summary>The session token of temporary keys, as a string or a SecureString.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ST")]
    public object? SessionToken { get; set; }

    /// <summary>An object that holds keys: a PSCredential with the access key as user name and the secret key as password, a
    /// credentials object of the AWS SDK or AWS Tools, or an object or hashtable with AccessKey (or AccessKeyId), SecretKey
    /// (or SecretAccessKey) and SessionToken (or Token), such as 'aws sts assume-role ... | ConvertFrom-Json' and Use-STSRole
    /// give.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public object? Credential { get; set; }

    /// <summary>The URL of an ECR endpoint to ask in place of the Region's own.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? EndpointUrl { get; set; }

    /// <summary>How to ask, as the AWS SDK for .NET has it: an AmazonECRConfig, or a hashtable or object, of which
    /// RegionEndpoint, ServiceURL, UseFIPSEndpoint and UseDualstackEndpoint count. The parameters for these win over it, and
    /// anything else that it sets is an error.</summary>
    [Parameter]
    public object? ClientConfig { get; set; }

    /// <summary>The one-time code for a profile with mfa_serial. Without it, the code is asked for where the host can ask. The
    /// role's session is kept in this process and in the AWS CLI's cache, so one code serves until it ends. A mistyped code is
    /// asked for again, three times at most; one that is given here is not.</summary>
    [Parameter]
    [Alias("TokenCode")]
    public string? MfaCode { get; set; }

    /// <summary>The path of a PEM file with the certificate authorities to trust, in place of those of the system.</summary>
    [Parameter]
    public string? CABundle { get; set; }

    /// <summary>Verifies no TLS certificate, and warns of it. Whoever stands between you and the endpoint can then read and
    /// change what is sent.</summary>
    [Parameter]
    [Alias("NoVerifySsl")]
    [NullIsOff]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>How many seconds a connection may take; 0 means no limit.</summary>
    /// <value>60</value>
    [Parameter]
    [Alias("CliConnectTimeout")]
    [ValidateRange(0.0, Seconds.Most)]
    public double ConnectTimeoutSec { get; set; } = 60;

    /// <summary>How many seconds the whole answer to one attempt may take; 0 means no limit.</summary>
    /// <value>60</value>
    [Parameter]
    [Alias("CliReadTimeout")]
    [ValidateRange(0.0, Seconds.Most)]
    public double ReadTimeoutSec { get; set; } = 60;

    /// <summary>Sends an unsigned request and looks for no credentials.</summary>
    [Parameter]
    [NullIsOff]
    public SwitchParameter NoSignRequest { get; set; }

    /// <summary>Asks the FIPS endpoint of the Region.</summary>
    [Parameter]
    [NullIsOff]
    public SwitchParameter UseFipsEndpoint { get; set; }

    /// <summary>Asks the dual-stack endpoint of the Region, which IPv6 reaches too.</summary>
    [Parameter]
    [NullIsOff]
    public SwitchParameter UseDualStackEndpoint { get; set; }

    /// <summary>Asks ECR Public, which has one registry, public.ecr.aws, and one Region, us-east-1, whatever -Region and the
    /// profile say.</summary>
    [Parameter]
    [NullIsOff]
    public SwitchParameter Public { get; set; }

    /// <summary>Takes logins that earlier calls of this process kept, and keeps those of this one. A login serves the same
    /// identity, Region and endpoint, for half of its life at most. $ECRUseCachePreference = $true says it for every call;
    /// Clear-ECRTokenCache forgets them.</summary>
    [Parameter]
    [NullIsOff]
    public SwitchParameter UseCache { get; set; }

    /// <summary>A record of the pipeline, whole: what PowerShell could not bind of it must not be passed over.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>Region and keys as the command declares them, which may be otherwise than here.</summary>
    private protected virtual object? GivenRegion => Region;

    private protected virtual object? GivenAccessKey => AccessKey;

    private protected virtual object? GivenSecretKey => SecretKey;

    /// <summary>Whether the value in the place of the access key names registries.</summary>
    private protected virtual bool ArePositionsRegistries => false;

    /// <summary>The regions that a command asks, one a line; here it is one.</summary>
    private protected virtual string? RegionsOf(Connection connection) => RegionName.Of(connection.Regions?.Split('\n'));

    /// <summary>Whether the name that the command was called by says that ECR Public is meant.</summary>
    private protected virtual bool IsPublicByName => false;

    /// <summary>Whether the present record is a list, of which PowerShell binds no property.</summary>
    private protected bool IsList => Unwrapped.Items(InputObject) is not null;

    private bool IsRecord => InputObject is not null && !IsList && Unwrapped.Value(InputObject) is not (string or ValueType or IDictionary);

    private protected override void Begin()
    {
        if (IsGiven(nameof(InputObject)))
            throw new EcrLoginException("InvalidParameter", "There is no parameter -InputObject.", "Pipe objects in its place.");
        Given.RequireValues("AccessKey", "SecretKey", "SessionToken", "Credential", "ProfileName", "ProfileLocation");
        defaults = new ShellDefaults(GetVariableValue);
    }

    /// <summary>Fails if the pipeline brings what says no connection, where no registry can be piped. PowerShell's own error would
    /// keep the value, which may be a secret, and go on.</summary>
    private protected void RequireConnection()
    {
        if (!MyInvocation.ExpectingInput || (IsRecord && (ConnectionNames.IsNamedBy(InputObject!) || ConnectionNames.OfParameters.Any(names => IsGiven(names.Key)))))
            return;
        var type = InputObject is null ? "null" : Unwrapped.TypeName(InputObject);
        throw new EcrLoginException(
            "InvalidParameter",
            $"What is piped, of type {type}, says nothing of who asks or where, and no registry can be piped here.",
            "Pipe nothing, or objects with properties such as Region and ProfileName.");
    }

    /// <summary>Who asks for the present record.</summary>
    private protected Connection CurrentConnection()
    {
        RequireIdentity();
        RequireBound();
        return NewConnection();
    }

    // An object in the place of text, such as a list, is not bound, and PowerShell says nothing of it.
    private void RequireBound()
    {
        if (!IsRecord)
            return;
        RequireBound(nameof(Region), GivenRegion);
        RequireBound(nameof(ProfileName), ProfileName);
        RequireBound(nameof(ProfileLocation), ProfileLocation);
        RequireBound(nameof(NetworkCredential), NetworkCredential);
        RequireBound(nameof(AccessKey), GivenAccessKey);
        RequireBound(nameof(SecretKey), GivenSecretKey);
        RequireBound(nameof(SessionToken), SessionToken);
        RequireBound(nameof(Credential), Credential);
        RequireBound(nameof(EndpointUrl), EndpointUrl);
    }

    private void RequireBound(string parameter, object? value)
    {
        if (IsGiven(parameter) || Unwrapped.Filled(value) is not null || ConnectionNames.SaidFor(parameter, InputObject!) is not { } said)
            return;
        throw new EcrLoginException(
            "InvalidParameter",
            $"What a piped object says as {said} cannot be the value of -{parameter}.",
            "Give it one value of the parameter's type, or leave it out.");
    }

    private void RequireIdentity()
    {
        Given.RequireValue(nameof(ProfileName), ProfileName);
        Given.RequireValue(nameof(ProfileLocation), ProfileLocation);
        Given.RequireValue(nameof(SessionToken), SessionToken);
        Given.RequireValue(nameof(Credential), Credential);
        if (!ArePositionsRegistries)
        {
            Given.RequireValue(nameof(AccessKey), GivenAccessKey);
            Given.RequireValue(nameof(SecretKey), GivenSecretKey);
        }
    }

    private Connection NewConnection() => new()
    {
        Regions = RegionName.Lines(GivenRegion),
        ProfileName = Unwrapped.Text(ProfileName),
        ProfileLocation = Unwrapped.Text(ProfileLocation),
        AccessKey = Unwrapped.Text(GivenAccessKey),
        SecretKey = Unwrapped.Filled(GivenSecretKey),
        SessionToken = Unwrapped.Filled(SessionToken),
        Credential = Unwrapped.Filled(Credential),
        NetworkCredential = NetworkCredential,
        EndpointUrl = Unwrapped.Text(EndpointUrl),
    };

    /// <summary>A request for a connection, with what the command line says beside it.</summary>
    private protected Request NewRequest(string operation, Connection connection)
    {
        var request = NewRequest(operation);
        Regions.AddTo(request, RegionsOf(connection), defaults.Region);
        request["endpoint_url"] = connection.EndpointUrl;
        request["profile_location"] = FilePath.Full(SessionState, connection.ProfileLocation);
        request["mfa_code"] = Unwrapped.Text(MfaCode);
        request["ca_bundle"] = FilePath.Full(SessionState, CABundle);
        request["connect_timeout_ms"] = IsGiven(nameof(ConnectTimeoutSec)) ? Seconds.ToMilliseconds(ConnectTimeoutSec) : null;
        request["read_timeout_ms"] = IsGiven(nameof(ReadTimeoutSec)) ? Seconds.ToMilliseconds(ReadTimeoutSec) : null;
        request["skip_certificate_check"] = Switch(nameof(SkipCertificateCheck), SkipCertificateCheck);
        request["no_sign_request"] = Switch(nameof(NoSignRequest), NoSignRequest);
        request["use_fips"] = Switch(nameof(UseFipsEndpoint), UseFipsEndpoint);
        request["use_dual_stack"] = Switch(nameof(UseDualStackEndpoint), UseDualStackEndpoint);
        request["public"] = IsPublicByName ? true : Switch(nameof(Public), Public);
        request["use_cache"] = Switch(nameof(UseCache), UseCache) ?? (defaults.UseCache ? true : (bool?)null);
        Identity.AddTo(request, connection, defaults);
        Arguments.ClientConfig.AddTo(request, Unwrapped.Filled(ClientConfig));
        SystemProxy.AddTo(request, GetVariableValue("AWSProxy"));
        return request;
    }

    // What is not given is for variables and profiles to say; $false is given.
    private bool? Switch(string name, SwitchParameter value) => IsGiven(name) ? value.IsPresent : null;
}
